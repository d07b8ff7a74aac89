package org.odenet.solvers;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.odenet.core.state.Tolerances;
import org.odenet.core.state.VectorSpace;

/** Knows which states have not been given back, and makes arrays that nobody can take for zeros. */
final class CountingSpace<S> implements VectorSpace<S> {

    private final VectorSpace<S> space;
    private final Set<S> alive = Collections.newSetFromMap(new IdentityHashMap<>());

    CountingSpace(S prototype) {
        space = VectorSpace.of(prototype);
    }

    int alive() {
        return alive.size();
    }

    @Override
    public long dimension() {
        return space.dimension();
    }

    @Override
    public S create() {
        S state = space.create();
        if (state instanceof double[] array) {
            Arrays.fill(array, Double.NaN);
        }
        alive.add(state);
        return state;
    }

    @Override
    public void copy(S from, S to) {
        space.copy(from, to);
    }

    @Override
    public void combine(S out, S base, double[] weights, List<S> vectors) {
        space.combine(out, base, weights, vectors);
    }

    @Override
    public double errorNorm(double[] weights, List<S> vectors, S first, S second, Tolerances tolerances) {
        return space.errorNorm(weights, vectors, first, second, tolerances);
    }

    @Override
    public double dot(S a, S b) {
        return space.dot(a, b);
    }

    @Override
    public boolean isFinite(S state) {
        return space.isFinite(state);
    }

    @Override
    public void require(S state, String what) {
        space.require(state, what);
    }

    @Override
    public void release(S state) {
        if (state != null && !alive.remove(state)) {
            throw new IllegalStateException("a state was given back twice, or is not of this space");
        }
        space.release(state);
    }

    @Override
    public void close() {
        space.close();
    }
}
