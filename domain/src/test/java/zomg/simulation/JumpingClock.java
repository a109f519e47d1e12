package zomg.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import zomg.fixture.BoxFixtures;

/** A wall clock, as people and time servers set it: forward and back. */
final class JumpingClock implements InstantSource {

    private static final long MOST = Duration.ofDays(2).toSeconds();

    private final SplittableRandom dice;
    private Instant now = BoxFixtures.NOW;

    JumpingClock(SplittableRandom dice) {
        this.dice = dice;
    }

    @Override
    public Instant instant() {
        now = now.plusMillis(dice.nextInt(1000));
        return now;
    }

    void jump() {
        now = now.plusSeconds(dice.nextLong(-MOST, MOST));
    }
}
