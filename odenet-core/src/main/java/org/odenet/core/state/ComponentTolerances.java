package org.odenet.core.state;

import java.util.List;

/** A space whose components have tolerances of their own. */
abstract class ComponentTolerances<S> implements VectorSpace<S> {

    private final VectorSpace<S> space;

    ComponentTolerances(VectorSpace<S> space, S relative, S absolute) {
        this.space = space;
        requirePositive("relative", relative);
        requirePositive("absolute", absolute);
    }

    private void requirePositive(String name, S tolerances) {
        if (!space.isFinite(tolerances) || !arePositive(tolerances)) {
            throw new IllegalArgumentException("a component's " + name
                    + " tolerance is not a positive finite number; give each component one that is");
        }
    }

    abstract boolean arePositive(S tolerances);

    /** The root mean square of the error, which may be overwritten, in units of the tolerances. */
    abstract double norm(S error, S first, S second);

    @Override
    public double errorNorm(double[] weights, List<S> vectors, S first, S second, Tolerances tolerances) {
        S error = space.create();
        try {
            space.combine(error, null, weights, vectors);
            return norm(error, first, second);
        } finally {
            space.release(error);
        }
    }

    @Override
    public VectorSpace<S> withoutTolerances() {
        return space;
    }

    @Override
    public long dimension() {
        return space.dimension();
    }

    @Override
    public S create() {
        return space.create();
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
    public void combineAll(List<S> outs, S base, double[][] weights, List<S> vectors) {
        space.combineAll(outs, base, weights, vectors);
    }

    @Override
    public double dot(S a, S b) {
        return space.dot(a, b);
    }

    @Override
    public double precision() {
        return space.precision();
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
        space.release(state);
    }

    @Override
    public void close() {
        space.close();
    }
}
