package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * The space of the continuous adjoint. The error norm is the largest of the components' norms; the seminorm leaves out
 * the parameters' part, a quadrature that does not feed back (Kidger, Chen and Lyons 2021, "Hey, that's not an ODE").
 */
final class AdjointSpace<S> implements VectorSpace<AdjointState<S>> {

    private final VectorSpace<S> states;
    private final VectorSpace<S> gradients;
    private final boolean seminorm;

    AdjointSpace(VectorSpace<S> states, VectorSpace<S> gradients, boolean seminorm) {
        this.states = states;
        this.gradients = gradients;
        this.seminorm = seminorm;
    }

    /** The space of the parameters' part, or null. */
    VectorSpace<S> gradients() {
        return gradients;
    }

    @Override
    public long dimension() {
        return 2 * states.dimension() + (gradients == null ? 0 : gradients.dimension());
    }

    @Override
    public AdjointState<S> create() {
        return new AdjointState<>(states.create(), states.create(), gradients == null ? null : gradients.create());
    }

    @Override
    public void copy(AdjointState<S> from, AdjointState<S> to) {
        states.copy(from.y(), to.y());
        states.copy(from.cotangent(), to.cotangent());
        if (gradients != null) {
            gradients.copy(from.gradient(), to.gradient());
        }
    }

    @Override
    public void combine(AdjointState<S> out, AdjointState<S> base, double[] weights, List<AdjointState<S>> vectors) {
        combine(states, AdjointState::y, out, base, weights, vectors);
        combine(states, AdjointState::cotangent, out, base, weights, vectors);
        if (gradients != null) {
            combine(gradients, AdjointState::gradient, out, base, weights, vectors);
        }
    }

    private static <S> void combine(
            VectorSpace<S> space,
            Function<AdjointState<S>, S> part,
            AdjointState<S> out,
            AdjointState<S> base,
            double[] weights,
            List<AdjointState<S>> vectors) {
        space.combine(part.apply(out), base == null ? null : part.apply(base), weights, parts(vectors, part));
    }

    private static <S> List<S> parts(List<AdjointState<S>> vectors, Function<AdjointState<S>, S> part) {
        List<S> parts = new ArrayList<>(vectors.size());
        vectors.forEach(vector -> parts.add(part.apply(vector)));
        return parts;
    }

    @Override
    public double errorNorm(
            double[] weights,
            List<AdjointState<S>> vectors,
            AdjointState<S> first,
            AdjointState<S> second,
            Tolerances tolerances) {
        double norm = Math.max(
                errorNorm(states, AdjointState::y, weights, vectors, first, second, tolerances),
                errorNorm(states, AdjointState::cotangent, weights, vectors, first, second, tolerances));
        if (gradients == null) {
            return norm;
        }
        if (seminorm) {
            return gradients.isFinite(first.gradient()) && gradients.isFinite(second.gradient()) ? norm : Double.NaN;
        }
        return Math.max(
                norm, errorNorm(gradients, AdjointState::gradient, weights, vectors, first, second, tolerances));
    }

    private static <S> double errorNorm(
            VectorSpace<S> space,
            Function<AdjointState<S>, S> part,
            double[] weights,
            List<AdjointState<S>> vectors,
            AdjointState<S> first,
            AdjointState<S> second,
            Tolerances tolerances) {
        return space.errorNorm(weights, parts(vectors, part), part.apply(first), part.apply(second), tolerances);
    }

    @Override
    public double dot(AdjointState<S> a, AdjointState<S> b) {
        double product = states.dot(a.y(), b.y()) + states.dot(a.cotangent(), b.cotangent());
        return gradients == null ? product : product + gradients.dot(a.gradient(), b.gradient());
    }

    @Override
    public double precision() {
        return states.precision();
    }

    @Override
    public boolean isFinite(AdjointState<S> state) {
        return states.isFinite(state.y())
                && states.isFinite(state.cotangent())
                && (gradients == null || gradients.isFinite(state.gradient()));
    }

    @Override
    public void require(AdjointState<S> state, String what) {
        states.require(state.y(), what);
        states.require(state.cotangent(), "the cotangent of " + what);
    }

    @Override
    public void release(AdjointState<S> state) {
        if (state != null) {
            states.release(state.y());
            states.release(state.cotangent());
            if (gradients != null) {
                gradients.release(state.gradient());
            }
        }
    }

    @Override
    public void close() {
        states.close();
        if (gradients != null) {
            gradients.close();
        }
    }
}
