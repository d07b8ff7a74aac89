package org.odenet.core.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;

/** ND4J's kernels, but batches are shared out in parts, each on a thread of its own. */
final class KernelsInParts {

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private KernelsInParts() {}

    static Kernels of(int parts) {
        Kernels kernels = new Nd4jKernels();
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("parts")) {
                        return INSIDE.get() ? 1 : (int) Math.min(parts, (long) arguments[1]);
                    }
                    if (method.getName().equals("forEachPart")) {
                        forEach((int) arguments[0], (IntConsumer) arguments[1]);
                        return null;
                    }
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void forEach(int parts, IntConsumer task) {
        // A parallel stream does not wait for other tasks when one throws.
        Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        IntStream.range(0, parts).parallel().forEach(part -> {
            INSIDE.set(true);
            try {
                task.accept(part);
            } catch (RuntimeException e) {
                failures.add(e);
            } finally {
                INSIDE.set(false);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }
}
