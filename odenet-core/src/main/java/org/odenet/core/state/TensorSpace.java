package org.odenet.core.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.tensor.Tensors;

/** The space of dense tensors of one type, shape and memory order. Its algebra runs over whole buffers. */
final class TensorSpace implements VectorSpace<INDArray> {

    private static final double[] NONE = {};

    private final INDArray prototype;
    private final DataType type;
    private final long[] shape;
    private final long[] stride;
    private final Kernels kernels;
    /** Makes a state like a given one. */
    private final UnaryOperator<INDArray> memory;

    private final Consumer<INDArray> release;

    /** A space whose states are made like a given one, and freed. */
    TensorSpace(INDArray prototype) {
        this(prototype, KernelProviders.select(), Tensors::like, TensorSpace::free);
    }

    /** A space whose states are in the memory order of some kernels, and freed. */
    TensorSpace(INDArray prototype, Kernels kernels) {
        this(prototype, kernels, like -> kernels.create(like.dataType(), like.shape()), TensorSpace::free);
    }

    /** A space whose states are taken from a pool, in the memory order of its kernels. */
    TensorSpace(INDArray prototype, ArrayPool pool) {
        this(prototype, pool.kernels(), like -> pool.allocate(like.dataType(), like.shape()), pool::release);
    }

    private TensorSpace(
            INDArray prototype, Kernels kernels, UnaryOperator<INDArray> memory, Consumer<INDArray> release) {
        requireState(prototype);
        this.prototype = prototype;
        this.kernels = kernels;
        this.memory = memory;
        this.release = release;
        INDArray state = memory.apply(prototype);
        this.type = state.dataType();
        this.shape = state.shape();
        this.stride = state.stride();
        release.accept(state);
    }

    /** The space of a piece of another one's states. */
    private TensorSpace(TensorSpace whole, INDArray piece) {
        this.prototype = piece;
        this.kernels = whole.kernels;
        this.memory = whole.memory;
        this.release = whole.release;
        this.type = piece.dataType();
        this.shape = piece.shape();
        this.stride = piece.stride();
    }

    private static void free(INDArray state) {
        if (state != null && !state.wasClosed()) {
            state.close();
        }
    }

    private static void requireState(INDArray prototype) {
        Tensors.requireFloating(prototype.dataType());
        if (prototype.isEmpty()) {
            throw new IllegalArgumentException("the state is an empty tensor; an ODE needs at least one component");
        }
        if (!Tensors.isDense(prototype)) {
            throw new IllegalArgumentException("the state of shape " + Arrays.toString(prototype.shape())
                    + " is a view with gaps in memory; pass a dup() of it");
        }
    }

    @Override
    public long dimension() {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    @Override
    public INDArray create() {
        return memory.apply(prototype);
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        if (inOrder(from) && inOrder(to)) {
            kernels.combine(to, from, NONE, List.of());
        } else {
            to.assign(from);
        }
    }

    private boolean inOrder(INDArray state) {
        return Arrays.equals(state.stride(), stride);
    }

    @Override
    public void combine(INDArray out, INDArray base, double[] weights, List<INDArray> vectors) {
        try (Ordered ordered = new Ordered()) {
            kernels.combine(out, base == null ? null : ordered.of(base), weights, ordered.of(vectors));
        }
    }

    @Override
    public void combineAll(List<INDArray> outs, INDArray base, double[][] weights, List<INDArray> vectors) {
        try (Ordered ordered = new Ordered()) {
            kernels.combineAll(outs, base == null ? null : ordered.of(base), weights, ordered.of(vectors));
        }
    }

    @Override
    public double errorNorm(
            double[] weights, List<INDArray> vectors, INDArray first, INDArray second, Tolerances tolerances) {
        try (Ordered ordered = new Ordered()) {
            return kernels.errorNorm(
                    weights,
                    ordered.of(vectors),
                    ordered.of(first),
                    ordered.of(second),
                    tolerances.relative(),
                    tolerances.absolute());
        }
    }

    @Override
    public double dot(INDArray a, INDArray b) {
        try (Ordered ordered = new Ordered()) {
            return kernels.dot(ordered.of(a), ordered.of(b));
        }
    }

    @Override
    public double precision() {
        return type == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0);
    }

    @Override
    public VectorSpace<INDArray> withTolerances(INDArray relative, INDArray absolute) {
        require(relative, "the relative tolerances");
        require(absolute, "the absolute tolerances");
        return new ComponentTolerances<>(this, relative, absolute) {
            @Override
            double norm(INDArray error, INDArray first, INDArray second) {
                try (INDArray sizes = Transforms.abs(first, true);
                        INDArray others = Transforms.abs(second, true);
                        INDArray scale = Transforms.max(sizes, others, true)) {
                    scale.muli(relative).addi(absolute);
                    // The norm is NaN where the scale, and so a state, is not finite.
                    error.divi(scale).addi(scale.muli(0));
                    return error.norm2Number().doubleValue() / Math.sqrt(dimension());
                }
            }

            @Override
            boolean arePositive(INDArray tolerances) {
                return tolerances.minNumber().doubleValue() > 0;
            }
        };
    }

    /** Empty for pieces that are not each one stretch of memory. */
    @Override
    public Optional<VectorSpace<INDArray>> ofPiece(INDArray piece) {
        return Tensors.isDense(piece) ? Optional.of(new TensorSpace(this, piece)) : Optional.empty();
    }

    @Override
    public boolean isFinite(INDArray state) {
        double norm = kernels.errorNorm(NONE, List.of(), state, state, 0, 1);
        return Double.isFinite(norm);
    }

    @Override
    public void require(INDArray state, String what) {
        if (state == null || !Arrays.equals(state.shape(), shape) || state.dataType() != type) {
            throw new IllegalArgumentException(what + " is "
                    + (state == null ? "null" : state.dataType() + " " + Arrays.toString(state.shape()))
                    + ", the state of this solve is " + type + " " + Arrays.toString(shape));
        }
    }

    @Override
    public void release(INDArray state) {
        release.accept(state);
    }

    @Override
    public void close() {
        // No scratch.
    }

    /** States in the memory order of this space, as copies where they come from outside in another. */
    private final class Ordered implements AutoCloseable {

        private final List<INDArray> copies = new ArrayList<>(0);

        INDArray of(INDArray state) {
            if (inOrder(state)) {
                return state;
            }
            INDArray copy = create();
            copy.assign(state);
            copies.add(copy);
            return copy;
        }

        List<INDArray> of(List<INDArray> states) {
            return states.stream().allMatch(TensorSpace.this::inOrder)
                    ? states
                    : states.stream().map(this::of).toList();
        }

        @Override
        public void close() {
            copies.forEach(TensorSpace.this::release);
        }
    }
}
