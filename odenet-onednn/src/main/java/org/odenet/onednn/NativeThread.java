package org.odenet.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What oneDNN needs of each thread that calls it: a stream and scratch. */
final class NativeThread {

    /** The CPU, for all threads. */
    static final engine ENGINE = new engine(engine.kind.cpu, 0);

    private static final NativeOps ND4J = nativeOps();

    private static final ThreadLocal<NativeThread> CURRENT = ThreadLocal.withInitial(NativeThread::new);

    private final stream stream = new stream(ENGINE);
    private final NativeBlock scratch = new NativeBlock();
    private final NativeBlock tiles = new NativeBlock();
    private final NativeBlock products = new NativeBlock();

    /**
     * A primitive runs on the thread that calls it alone: {@link Workers} share out the batch. Threads of OpenMP's beside
     * them would wait for work in a loop and so take the processors away from each other. OpenMP counts the threads of a
     * team for each calling thread, and oneDNN has no setter. ND4J has one, and where a process holds one OpenMP library
     * (Linux loads a library of one name once) it is oneDNN's too. Elsewhere the environment variable OMP_NUM_THREADS
     * rules.
     */
    private NativeThread() {
        ND4J.setOmpNumThreads(1);
    }

    private static NativeOps nativeOps() {
        // The holder can be used only once ND4J is set up.
        Nd4j.getExecutioner();
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }

    static NativeThread current() {
        return CURRENT.get();
    }

    stream stream() {
        return stream;
    }

    /**
     * Memory that a primitive may write while it runs. One block serves all primitives of a thread, since they run one
     * after another; it is freed some time after the thread's end.
     */
    long scratch(long size) {
        scratch.require(size);
        return scratch.address();
    }

    /** Memory for the transformed tiles of one convolution at a time. */
    NativeBlock tiles() {
        return tiles;
    }

    /** Memory for what the transformed tiles of one convolution at a time are multiplied with or to. */
    NativeBlock products() {
        return products;
    }
}
