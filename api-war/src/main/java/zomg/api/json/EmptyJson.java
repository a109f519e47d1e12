package zomg.api.json;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A body that says nothing: {@code {}} or none at all. */
@Schema(name = "Empty", description = "Nothing to say.")
public record EmptyJson() {}
