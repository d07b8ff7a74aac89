package org.odenet.solvers;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.Division;
import org.odenet.core.ode.OdeFunction;
import org.odenet.core.state.VectorSpace;
import org.odenet.core.tensor.Tensors;

/**
 * A function of each row of a tensor by itself, divided into pieces of some rows, which are worked on at once or one after
 * another.
 *
 * @param function the function of any number of rows
 * @param rows how many rows each piece has
 */
record DividedRows(OdeFunction<INDArray> function, boolean atOnce, int... rows) implements OdeFunction<INDArray> {

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        function.evaluate(t, y, dydt);
    }

    @Override
    public Division<INDArray> division(VectorSpace<INDArray> space) {
        INDArray state = space.create();
        List<VectorSpace<INDArray>> spaces = views(state).stream()
                .flatMap(view -> space.ofPiece(view).stream())
                .toList();
        space.release(state);
        return spaces.isEmpty() ? Division.whole(this, space) : new Rows(spaces);
    }

    private List<INDArray> views(INDArray state) {
        List<INDArray> views = new ArrayList<>();
        int from = 0;
        for (int count : rows) {
            views.add(Tensors.samples(state, from, from + count));
            from += count;
        }
        return views;
    }

    private final class Rows implements Division<INDArray> {

        private final List<VectorSpace<INDArray>> spaces;

        Rows(List<VectorSpace<INDArray>> spaces) {
            this.spaces = spaces;
        }

        @Override
        public int pieces() {
            return rows.length;
        }

        @Override
        public OdeFunction<INDArray> function(int piece) {
            return function;
        }

        @Override
        public VectorSpace<INDArray> space(int piece) {
            return spaces.get(piece);
        }

        @Override
        public List<INDArray> piecesOf(INDArray state) {
            return views(state);
        }

        @Override
        public void forEach(IntConsumer task) {
            IntStream numbers = IntStream.range(0, rows.length);
            if (!atOnce) {
                numbers.forEach(task);
                return;
            }
            // A parallel stream does not wait for other tasks when one throws.
            Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
            numbers.parallel().forEach(number -> {
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
    }
}
