package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.state.VectorSpace;

/** The cotangents of the observed states, by time; copies, in the memory order of the solve. */
final class Cotangents<S> implements AutoCloseable {

    private static final double[] ONE = {1};

    private final VectorSpace<S> space;
    private final double[] times;
    private final List<S> cotangents = new ArrayList<>();

    Cotangents(OdeSolution<S> solution, List<S> given, VectorSpace<S> space) {
        this.space = space;
        this.times = solution.times();
        if (given.size() != times.length) {
            throw new IllegalArgumentException("there are " + given.size() + " cotangents for " + times.length
                    + " observed states; give one for each, null for zero");
        }
        given.stream().filter(Objects::nonNull).forEach(cotangent -> space.require(cotangent, "a cotangent"));
        given.forEach(cotangent -> cotangents.add(cotangent == null ? null : space.copyOf(cotangent)));
    }

    /**
     * Adds the cotangent of the state observed where one step ends and the next begins, if there is one. The two times
     * differ at a discontinuity, which lies between them.
     */
    boolean addAt(double end, double nextStart, S sum) {
        for (int i = 0; i < times.length; i++) {
            boolean between = (times[i] - end) * (times[i] - nextStart) <= 0;
            if (between && cotangents.get(i) != null) {
                space.combine(sum, sum, ONE, List.of(cotangents.get(i)));
                return true;
            }
        }
        return false;
    }

    /** The cotangents of states observed inside a step, without its ends. */
    List<ObservedCotangent<S>> inside(HeldStep step) {
        List<ObservedCotangent<S>> found = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            double theta = (times[i] - step.start()) / step.size();
            boolean inside = theta > 0 && (step.end() - times[i]) * step.size() > 0;
            if (inside && cotangents.get(i) != null) {
                found.add(new ObservedCotangent<>(theta, cotangents.get(i)));
            }
        }
        return found;
    }

    @Override
    public void close() {
        cotangents.forEach(space::release);
    }
}
