package org.odenet.solvers.implicit;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/**
 * The space of several states of one space, such as the stages of a step that are solved for together.
 *
 * @param <S> the type of a state
 */
public final class StackedSpace<S> implements VectorSpace<List<S>> {

    private final VectorSpace<S> space;
    private final int count;

    /**
     * Stacks a space. Closing the stack does not close that.
     *
     * @param space the space of each state
     * @param count the number of states
     */
    public StackedSpace(VectorSpace<S> space, int count) {
        this.space = space;
        this.count = count;
    }

    @Override
    public long dimension() {
        return count * space.dimension();
    }

    @Override
    public List<S> create() {
        List<S> states = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            states.add(space.create());
        }
        return states;
    }

    @Override
    public void copy(List<S> from, List<S> to) {
        for (int i = 0; i < count; i++) {
            space.copy(from.get(i), to.get(i));
        }
    }

    @Override
    public void combine(List<S> out, List<S> base, double[] weights, List<List<S>> vectors) {
        List<S> parts = new ArrayList<>(vectors.size());
        for (int i = 0; i < count; i++) {
            parts.clear();
            for (List<S> vector : vectors) {
                parts.add(vector.get(i));
            }
            space.combine(out.get(i), base == null ? null : base.get(i), weights, parts);
        }
    }

    /** The root mean square of the parts' norms. */
    @Override
    public double errorNorm(
            double[] weights, List<List<S>> vectors, List<S> first, List<S> second, Tolerances tolerances) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int part = i;
            List<S> parts = vectors.stream().map(vector -> vector.get(part)).toList();
            double norm = space.errorNorm(weights, parts, first.get(i), second.get(i), tolerances);
            sum += norm * norm;
        }
        return Math.sqrt(sum / count);
    }

    @Override
    public double dot(List<S> a, List<S> b) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += space.dot(a.get(i), b.get(i));
        }
        return sum;
    }

    @Override
    public double precision() {
        return space.precision();
    }

    @Override
    public boolean isFinite(List<S> state) {
        return state.stream().allMatch(space::isFinite);
    }

    @Override
    public void require(List<S> state, String what) {
        if (state == null || state.size() != count) {
            throw new IllegalArgumentException(
                    what + " has " + (state == null ? "no" : state.size()) + " parts, not " + count);
        }
        state.forEach(part -> space.require(part, what));
    }

    @Override
    public void release(List<S> state) {
        if (state != null) {
            state.forEach(space::release);
        }
    }

    @Override
    public void close() {
        // The parts' space is its owner's.
    }
}
