package zomg.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources of the WAR, at its root. */
@ApplicationPath("/")
public class ZomgApplication extends Application {}
