package org.odenet.onednn;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.KernelProvider;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.KernelsUnavailableException;

/** Offers {@link OnednnKernels} where ND4J computes on the CPU and oneDNN's native code is there. */
public class OnednnKernelProvider implements KernelProvider {

    private final String name;
    private final int priority;
    private final Precision precision;

    /** Makes the provider. */
    public OnednnKernelProvider() {
        this("onednn", 10, Precision.FLOAT32);
    }

    /** Nothing is loaded before create(). */
    OnednnKernelProvider(String name, int priority, Precision precision) {
        this.name = name;
        this.priority = priority;
        this.precision = precision;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int priority() {
        return priority;
    }

    @Override
    public Kernels create() throws KernelsUnavailableException {
        OpExecutioner.ExecutionerType type = Nd4j.getExecutioner().type();
        if (type != OpExecutioner.ExecutionerType.NATIVE_CPU) {
            throw new KernelsUnavailableException(
                    "oneDNN works on the CPU's memory, and ND4J here holds tensors elsewhere (" + type
                            + "); put nd4j-native on the classpath to use it");
        }
        return create(() -> new OnednnKernels(name, ConvolutionMethod.configured(), precision));
    }

    /** Native code fails to load in more than one way, at the first use of any of its classes. */
    static Kernels create(Supplier<Kernels> maker) throws KernelsUnavailableException {
        try {
            return maker.get();
        } catch (LinkageError e) {
            throw new KernelsUnavailableException(
                    "oneDNN's native code does not load here: " + e.getMessage()
                            + "; put the jars of org.bytedeco:dnnl, opencl and javacpp for this platform on the classpath",
                    e);
        }
    }
}
