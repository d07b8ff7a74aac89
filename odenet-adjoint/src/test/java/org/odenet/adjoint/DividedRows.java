package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;
import org.odenet.core.tensor.Tensors;

/**
 * A function of arrays for each row of a tensor {@code [rows, length]}, divided into a piece for each row; the pieces are
 * worked on at once. Counts what is open, and fails in a row where it is told to.
 */
final class DividedRows implements DifferentiableOdeFunction<INDArray> {

    private final TestFunction function;
    private final long bytesOfRow;
    private final boolean divided;
    final AtomicInteger evaluatedRows = new AtomicInteger();
    final AtomicInteger linearizedRows = new AtomicInteger();
    final AtomicInteger openRows = new AtomicInteger();
    private int failing = -1;

    /** Undivided if so wished. Each row's linearization says that it holds a number of bytes. */
    DividedRows(TestFunction function, long bytesOfRow, boolean divided) {
        this.function = function;
        this.bytesOfRow = bytesOfRow;
        this.divided = divided;
    }

    /** Fails when so many rows were evaluated. */
    DividedRows failingAt(int rows) {
        failing = rows;
        return this;
    }

    private static INDArray row(INDArray state, long row) {
        return Tensors.samples(state, row, row + 1);
    }

    private static List<INDArray> rows(INDArray state) {
        return IntStream.range(0, (int) state.size(0))
                .mapToObj(row -> row(state, row))
                .toList();
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        for (long row = 0; row < y.size(0); row++) {
            if (evaluatedRows.incrementAndGet() == failing) {
                throw new IllegalStateException("told to fail");
            }
            new TensorFunction(function).evaluate(t, row(y, row), row(dydt, row));
        }
    }

    @Override
    public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
        evaluate(t, y, dydt);
        List<Linearization<INDArray>> ofRows = new ArrayList<>();
        for (long row = 0; row < y.size(0); row++) {
            linearizedRows.incrementAndGet();
            openRows.incrementAndGet();
            ofRows.add(new TensorFunction(function).linearize(t, row(y, row), row(dydt, row)));
        }
        return new Rows(ofRows);
    }

    @Override
    public DifferentiableDivision<INDArray> division(VectorSpace<INDArray> space) {
        INDArray state = space.create();
        List<VectorSpace<INDArray>> spaces =
                rows(state).stream().flatMap(row -> space.ofPiece(row).stream()).toList();
        space.release(state);
        return divided ? new Division(spaces) : DifferentiableDivision.whole(this, space);
    }

    private final class Rows implements Linearization<INDArray> {

        private final List<Linearization<INDArray>> ofRows;
        private boolean closed;

        Rows(List<Linearization<INDArray>> ofRows) {
            this.ofRows = ofRows;
        }

        @Override
        public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
            for (int row = 0; row < ofRows.size(); row++) {
                ofRows.get(row).vjp(row(cotangent, row), row(stateCotangent, row), parameterGradient);
            }
        }

        @Override
        public long bytes() {
            return ofRows.size() * bytesOfRow;
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed twice");
            }
            closed = true;
            openRows.addAndGet(-ofRows.size());
        }
    }

    private final class Division implements DifferentiableDivision<INDArray> {

        private final List<VectorSpace<INDArray>> spaces;

        Division(List<VectorSpace<INDArray>> spaces) {
            this.spaces = spaces;
        }

        @Override
        public int pieces() {
            return spaces.size();
        }

        @Override
        public DifferentiableOdeFunction<INDArray> function(int piece) {
            return DividedRows.this;
        }

        @Override
        public VectorSpace<INDArray> space(int piece) {
            return spaces.get(piece);
        }

        @Override
        public List<INDArray> piecesOf(INDArray state) {
            return rows(state);
        }

        @Override
        public void forEach(IntConsumer task) {
            // A parallel stream does not wait for other tasks when one throws.
            Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
            IntStream.range(0, pieces()).parallel().forEach(number -> {
                try {
                    task.accept(number);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            });
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
        }

        /** One row after the other, so that the sums are the same each time. */
        @Override
        public void forEach(INDArray parameterGradient, GradientTask<INDArray> task) {
            for (int row = 0; row < pieces(); row++) {
                task.run(row, parameterGradient);
            }
        }
    }

    /** Different states in the rows. */
    static INDArray initialState(TestFunction function, int rows) {
        double[] one = function.initialState();
        INDArray state = Nd4j.create(DataType.DOUBLE, rows, one.length);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < one.length; i++) {
                state.putScalar(row, i, one[i] * (1 - 0.3 * row));
            }
        }
        return state;
    }
}
