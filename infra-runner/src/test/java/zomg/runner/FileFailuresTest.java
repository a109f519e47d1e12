package zomg.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zomg.error.ErrorCode;
import zomg.error.InvalidInput;
import zomg.error.Refusal;

final class FileFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "failed path 2 /a: b: No such file or directory,PATH_NOT_FOUND,there is no /a: b in the box",
        "failed not_served 13 /proc: Permission denied,PATH_NOT_SERVED,/proc is no file",
        "failed path 21 /a: Is a directory,INVALID_REQUEST,path is a directory: /a",
        "failed path 20 /a: Not a directory,INVALID_REQUEST,path goes through",
        "failed path 39 /a: Directory not empty,INVALID_REQUEST,path is a directory that is not empty",
        "failed path 40 /a: Too many levels of symbolic links,INVALID_REQUEST,path has too many links",
        "failed ids 22 a: Invalid argument,INVALID_REQUEST,archive gives a to an id",
        "failed path 11 /a: Resource temporarily unavailable,BOX_BUSY,changes all the time",
        "failed identity 3 x: No such process,BOX_BUSY,the box stopped",
        "failed write 28 a: No space left on device,INSUFFICIENT_STORAGE,the pool is full",
        "failed write 122 a: Disk quota exceeded,INSUFFICIENT_STORAGE,the box's disk is full",
        "signalled 9,BOX_BUSY,no memory left",
        "failed write 1 a: Operation not permitted,PATH_NOT_SERVED,a does not allow that",
    })
    void people_are_told(String status, ErrorCode code, String sentence) {
        RuntimeException told = told(status);

        assertThat(told)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(sentence);
        if (code == ErrorCode.INVALID_REQUEST) {
            assertThat(told).isInstanceOf(InvalidInput.class);
        }
    }

    @Test
    void what_nobody_could_have_known_is_a_fault() {
        assertThat(told("failed read 5 /a: Input/output error")).isInstanceOf(RunnerFailed.class);
        assertThat(told("failed input 71 item: Protocol error")).isInstanceOf(RunnerFailed.class);
    }

    private static RuntimeException told(String status) {
        return FileFailures.of(RunnerStatus.parse(status));
    }
}
