package zomg.linux.libc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** How we call C: with the errno of that very call. */
final class Downcall {

    static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    static final int NOT_VARIADIC = -1;

    private static final Linker LINKER = Linker.nativeLinker();

    private Downcall() {}

    @SuppressWarnings("restricted") // --enable-native-access is given where this runs
    static MethodHandle find(String name, FunctionDescriptor type, int firstVariadic) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return firstVariadic == NOT_VARIADIC
                ? LINKER.downcallHandle(symbol, type, errno)
                : LINKER.downcallHandle(
                        symbol, type, errno, Linker.Option.firstVariadicArg(firstVariadic));
    }

    static int checked(int result, MemorySegment state, String call, String on) {
        if (result < 0) {
            throw new SyscallFailed(call, on, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    /** Method handles declare Throwable; ours throw unchecked ones only. */
    static RuntimeException rethrown(Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(failure);
        };
    }
}
