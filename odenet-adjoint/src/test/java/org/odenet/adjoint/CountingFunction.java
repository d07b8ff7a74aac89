package org.odenet.adjoint;

import java.util.function.IntPredicate;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;

/**
 * Counts what is asked of a function, and which linearizations are open; throws where it is told to. Each linearization
 * says that it holds a given number of bytes.
 */
final class CountingFunction<S> implements DifferentiableOdeFunction<S> {

    private final DifferentiableOdeFunction<S> function;
    private IntPredicate failsAtEvaluation = call -> false;
    private IntPredicate failsAtProduct = call -> false;
    private VectorSpace<S> space;
    int evaluations;
    int linearizations;
    int products;
    int productsWithoutGradient;
    int open;
    int mostOpen;
    int mostOpenBetweenEvaluations;
    private long bytes;
    private Runnable before = () -> {};

    CountingFunction(DifferentiableOdeFunction<S> function) {
        this.function = function;
    }

    /** Lets the states live in a space. */
    CountingFunction<S> in(VectorSpace<S> states) {
        space = states;
        return this;
    }

    @Override
    public VectorSpace<S> space(S prototype) {
        return space != null ? space : function.space(prototype);
    }

    CountingFunction<S> failingAtEvaluation(int number) {
        failsAtEvaluation = call -> call == number;
        return this;
    }

    CountingFunction<S> failingAtProduct(int number) {
        failsAtProduct = call -> call == number;
        return this;
    }

    CountingFunction<S> holding(long bytesOfEach) {
        bytes = bytesOfEach;
        return this;
    }

    void reset() {
        evaluations = 0;
        linearizations = 0;
        products = 0;
        productsWithoutGradient = 0;
    }

    private static void failIf(boolean fails, String what) {
        if (fails) {
            throw new IllegalStateException("told to fail at this " + what);
        }
    }

    /** Looks at something before each evaluation. */
    CountingFunction<S> before(Runnable look) {
        before = look;
        return this;
    }

    private void count() {
        before.run();
        mostOpenBetweenEvaluations = Math.max(mostOpenBetweenEvaluations, open);
        failIf(failsAtEvaluation.test(++evaluations), "evaluation");
    }

    @Override
    public void evaluate(double t, S y, S dydt) {
        count();
        function.evaluate(t, y, dydt);
    }

    @Override
    public Linearization<S> linearize(double t, S y, S dydt) {
        count();
        Linearization<S> linearization = function.linearize(t, y, dydt);
        linearizations++;
        open++;
        mostOpen = Math.max(mostOpen, open);
        return new Counted(linearization);
    }

    private final class Counted implements Linearization<S> {

        private final Linearization<S> linearization;
        private boolean closed;

        Counted(Linearization<S> linearization) {
            this.linearization = linearization;
        }

        @Override
        public void vjp(S cotangent, S stateCotangent, S parameterGradient) {
            failIf(closed, "use of a closed linearization");
            failIf(failsAtProduct.test(++products), "product");
            productsWithoutGradient += parameterGradient == null ? 1 : 0;
            linearization.vjp(cotangent, stateCotangent, parameterGradient);
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            failIf(closed, "second closing");
            closed = true;
            open--;
            linearization.close();
        }
    }
}
