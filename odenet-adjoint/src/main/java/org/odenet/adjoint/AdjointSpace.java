package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * The space of the continuous adjoint, or of some of its parts. The error norm is the largest of the parts' norms; the
 * seminorm leaves out that of the parameters' gradient, a quadrature that does not feed back (Kidger, Chen and Lyons 2021,
 * "Hey, that's not an ODE").
 */
final class AdjointSpace<S> implements VectorSpace<AdjointState<S>> {

    /** A part of the states, in a space of its own; null where this space leaves it out. */
    private record Part<S>(VectorSpace<S> space, Function<AdjointState<S>, S> of) {

        boolean exists() {
            return space != null;
        }

        S create() {
            return exists() ? space.create() : null;
        }

        List<S> ofAll(List<AdjointState<S>> vectors) {
            List<S> parts = new ArrayList<>(vectors.size());
            vectors.forEach(vector -> parts.add(of.apply(vector)));
            return parts;
        }

        void combine(AdjointState<S> out, AdjointState<S> base, double[] weights, List<AdjointState<S>> vectors) {
            space.combine(of.apply(out), base == null ? null : of.apply(base), weights, ofAll(vectors));
        }
    }

    private final VectorSpace<S> states;
    private final VectorSpace<S> gradients;
    private final boolean seminorm;
    private final Part<S> y;
    private final Part<S> cotangent;
    private final Part<S> gradient;
    /** Those that exist. */
    private final List<Part<S>> parts;

    /**
     * Makes the space.
     *
     * @param states the space of the ODE's states; null leaves them and their cotangents out
     * @param gradients the space of the parameters' gradient; null leaves it out
     * @param seminorm whether the gradient's error does not count
     */
    AdjointSpace(VectorSpace<S> states, VectorSpace<S> gradients, boolean seminorm) {
        this.states = states;
        this.gradients = gradients;
        this.seminorm = seminorm;
        this.y = new Part<>(states, AdjointState::y);
        this.cotangent = new Part<>(states, AdjointState::cotangent);
        this.gradient = new Part<>(gradients, AdjointState::gradient);
        this.parts =
                List.of(y, cotangent, gradient).stream().filter(Part::exists).toList();
    }

    /** The space of the parameters' gradient, or null. */
    VectorSpace<S> gradients() {
        return gradients;
    }

    /** Whether the gradient's error does not count. */
    boolean isSeminorm() {
        return seminorm;
    }

    @Override
    public long dimension() {
        return LongStream.of(dimensions()).sum();
    }

    @Override
    public long[] dimensions() {
        long ofStates = states == null ? 0 : states.dimension();
        return new long[] {ofStates, ofStates, gradients == null ? 0 : gradients.dimension()};
    }

    @Override
    public AdjointState<S> create() {
        return new AdjointState<>(y.create(), cotangent.create(), gradient.create());
    }

    @Override
    public void copy(AdjointState<S> from, AdjointState<S> to) {
        parts.forEach(part -> part.space().copy(part.of().apply(from), part.of().apply(to)));
    }

    @Override
    public void combine(AdjointState<S> out, AdjointState<S> base, double[] weights, List<AdjointState<S>> vectors) {
        parts.forEach(part -> part.combine(out, base, weights, vectors));
    }

    @Override
    public double errorNorm(
            double[] weights,
            List<AdjointState<S>> vectors,
            AdjointState<S> first,
            AdjointState<S> second,
            Tolerances tolerances) {
        double[] norms = errorNorms(weights, vectors, first, second, tolerances);
        // Math.max keeps a NaN.
        return Arrays.stream(norms).reduce(0, Math::max);
    }

    /** Those of the state, of its cotangent, and of the gradient; 0 where a part is left out. */
    @Override
    public double[] errorNorms(
            double[] weights,
            List<AdjointState<S>> vectors,
            AdjointState<S> first,
            AdjointState<S> second,
            Tolerances tolerances) {
        double[] norms = new double[dimensions().length];
        if (states != null) {
            norms[0] = errorNorm(y, weights, vectors, first, second, tolerances);
            norms[1] = errorNorm(cotangent, weights, vectors, first, second, tolerances);
        }
        if (gradients != null && seminorm) {
            boolean finite = gradients.isFinite(first.gradient()) && gradients.isFinite(second.gradient());
            norms[2] = finite ? 0 : Double.NaN;
        } else if (gradients != null) {
            norms[2] = errorNorm(gradient, weights, vectors, first, second, tolerances);
        }
        return norms;
    }

    private static <S> double errorNorm(
            Part<S> part,
            double[] weights,
            List<AdjointState<S>> vectors,
            AdjointState<S> first,
            AdjointState<S> second,
            Tolerances tolerances) {
        S one = part.of().apply(first);
        S other = part.of().apply(second);
        return part.space().errorNorm(weights, part.ofAll(vectors), one, other, tolerances);
    }

    @Override
    public double dot(AdjointState<S> a, AdjointState<S> b) {
        return parts.stream()
                .mapToDouble(
                        part -> part.space().dot(part.of().apply(a), part.of().apply(b)))
                .sum();
    }

    @Override
    public double precision() {
        return parts.get(0).space().precision();
    }

    @Override
    public boolean isFinite(AdjointState<S> state) {
        return parts.stream().allMatch(part -> part.space().isFinite(part.of().apply(state)));
    }

    @Override
    public void require(AdjointState<S> state, String what) {
        states.require(state.y(), what);
        states.require(state.cotangent(), "the cotangent of " + what);
    }

    @Override
    public void release(AdjointState<S> state) {
        if (state != null) {
            parts.forEach(part -> part.space().release(part.of().apply(state)));
        }
    }

    @Override
    public void close() {
        if (states != null) {
            states.close();
        }
        if (gradients != null) {
            gradients.close();
        }
    }
}
