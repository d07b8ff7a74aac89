package org.odenet.core.tensor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J lacks for tensors whose memory order is not their logical one, such as NHWC seen as NCHW. */
public final class Tensors {

    private Tensors() {}

    /**
     * Makes a tensor of the same type, shape and memory order; its values are undefined.
     *
     * @param tensor the tensor to imitate
     * @return a new tensor that owns its memory
     */
    public static INDArray like(INDArray tensor) {
        int[] order = memoryOrder(tensor);
        return inOrder(order, Nd4j.createUninitialized(tensor.dataType(), physicalShape(tensor, order), 'c'));
    }

    /**
     * Makes a tensor of zeros of the same type, shape and memory order.
     *
     * @param tensor the tensor to imitate
     * @return a new tensor that owns its memory
     */
    public static INDArray zerosLike(INDArray tensor) {
        int[] order = memoryOrder(tensor);
        return inOrder(order, Nd4j.create(tensor.dataType(), physicalShape(tensor, order)));
    }

    private static long[] physicalShape(INDArray tensor, int[] order) {
        return IntStream.of(order).mapToLong(axis -> tensor.shape()[axis]).toArray();
    }

    private static INDArray inOrder(int[] order, INDArray fresh) {
        return isIdentity(order) ? fresh : fresh.permute(inverse(order));
    }

    /**
     * The elements of a dense tensor as a vector in the order of memory, sharing its memory.
     *
     * @param tensor a tensor without gaps
     * @return a view of shape {@code [elements]}
     * @throws IllegalArgumentException if the tensor is a view with gaps
     */
    public static INDArray flat(INDArray tensor) {
        if (!isDense(tensor)) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(tensor.shape()) + " and strides "
                    + Arrays.toString(tensor.stride()) + " has gaps in memory; pass a dup() of it");
        }
        return Nd4j.create(
                tensor.data(), new long[] {tensor.length()}, new long[] {1}, tensor.offset(), 'c', tensor.dataType());
    }

    /**
     * Some samples of a batch, sharing its memory.
     *
     * @param batch a tensor whose first axis is the slowest in memory, such as NHWC seen as NCHW
     * @param from the first sample
     * @param to the first sample that is not meant
     * @return a view of shape {@code [to - from, …]}
     */
    public static INDArray samples(INDArray batch, long from, long to) {
        return part(batch, 0, from, to);
    }

    /**
     * A part of a tensor along one axis, sharing its memory. {@link INDArray#get} takes some parts of views for empty: it
     * compares places in the memory that the view is of with the view's own length.
     *
     * @param tensor a tensor, which may be a view
     * @param axis the axis
     * @param from the first index
     * @param to the first index that is not meant
     * @return a view of the tensor's shape, but {@code to - from} long at the axis
     */
    public static INDArray part(INDArray tensor, int axis, long from, long to) {
        long[] shape = tensor.shape().clone();
        shape[axis] = to - from;
        long[] stride = tensor.stride();
        long offset = tensor.offset() + from * stride[axis];
        return Nd4j.create(tensor.data(), shape, stride, offset, tensor.ordering(), tensor.dataType());
    }

    /**
     * Copies the elements of a dense tensor, as one block where the memory orders agree.
     *
     * @param from the source
     * @param to the target, of the same shape
     */
    public static void copy(INDArray from, INDArray to) {
        if (Arrays.equals(from.stride(), to.stride())) {
            // BLAS, because an ND4J operation wakes all threads, which costs more than the copy.
            Nd4j.getBlasWrapper().level1().copy(flat(from), flat(to));
        } else {
            to.assign(from);
        }
    }

    /**
     * The values of a matrix as arrays, in one copy; {@code toDoubleMatrix} of ND4J makes a tensor of each row.
     *
     * @param matrix {@code [rows, columns]}
     * @return new arrays, {@code [rows][columns]}
     * @throws IllegalArgumentException if the tensor is no matrix
     */
    public static double[][] rows(INDArray matrix) {
        if (matrix.rank() != 2) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(matrix.shape()) + "; it must be [rows, columns]");
        }
        double[] values;
        try (INDArray dense = matrix.dup('c')) {
            values = dense.data().asDouble();
        }
        int columns = (int) matrix.size(1);
        double[][] rows = new double[(int) matrix.size(0)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
        return rows;
    }

    /**
     * Whether a tensor fills a block of memory without gaps, in any order of its axes.
     *
     * @param tensor the tensor to look at
     * @return true if its elements are contiguous
     */
    public static boolean isDense(INDArray tensor) {
        int[] order = memoryOrder(tensor);
        long expected = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            long size = tensor.shape()[order[i]];
            if (size != 1 && tensor.stride()[order[i]] != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }

    /**
     * Checks that a tensor has a floating type that the library computes in.
     *
     * @param type the type
     * @return the type
     * @throws IllegalArgumentException if it is neither FLOAT nor DOUBLE
     */
    public static DataType requireFloating(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException(
                    "the data type is " + type + "; use FLOAT or DOUBLE, for example with castTo(DataType.FLOAT)");
        }
        return type;
    }

    /** The axes from the slowest to the fastest in memory. Axes of size 1 keep their place. */
    private static int[] memoryOrder(INDArray tensor) {
        long[] stride = tensor.stride();
        long[] shape = tensor.shape();
        return IntStream.range(0, tensor.rank())
                .boxed()
                .sorted(Comparator.comparingLong((Integer axis) -> shape[axis] == 1 ? Long.MAX_VALUE : stride[axis])
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean isIdentity(int[] order) {
        return IntStream.range(0, order.length).allMatch(i -> order[i] == i);
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
