package org.odenet.benchmarks.libtorch;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * What C++ does by the ends of blocks: freeing temporary tensors, and switching the recording of gradients. A tensor that
 * an operation in place returns is a mere reference to the one that it changed: only the latter may be kept.
 */
final class Scopes {

    private Scopes() {}

    /** Computes tensors and frees all others that the computation made, while their memory is still in the caches. */
    static Tensor[] keepAll(Supplier<Tensor[]> computation) {
        PointerScope outer = PointerScope.getInnerScope();
        PointerScope inner = new PointerScope();
        try {
            Tensor[] results = computation.get();
            for (Tensor result : results) {
                outer.attach(result);
            }
            return results;
        } finally {
            inner.close();
        }
    }

    /** Computes a tensor and frees all others that the computation made. */
    static Tensor keep(Supplier<Tensor> computation) {
        return keepAll(() -> new Tensor[] {computation.get()})[0];
    }

    /** Computes a number and frees all tensors that the computation made; nothing is recorded. */
    static double number(DoubleSupplier computation) {
        PointerScope inner = new PointerScope();
        try {
            return recording(false, computation::getAsDouble);
        } finally {
            inner.close();
        }
    }

    /** Computes something with autograd recording or not. */
    static <T> T recording(boolean on, Supplier<T> computation) {
        AutoGradMode mode = new AutoGradMode(on);
        try {
            return computation.get();
        } finally {
            mode.close();
        }
    }
}
