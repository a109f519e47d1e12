package zomg.runner;

import java.time.Duration;

/**
 * Of sessions: of each box where a box has them in its own memory, else of all together but for
 * those that have ended.
 *
 * @param resumeWait for a client to come back, before its command is hung up on
 * @param most sessions at the same time, those without a client too
 * @param kept of those that have ended
 * @param mostInBackground commands at the same time
 * @param keptOfBackground of those that have ended
 */
public record SessionLimits(
        Duration resumeWait, int most, int kept, int mostInBackground, int keptOfBackground) {}
