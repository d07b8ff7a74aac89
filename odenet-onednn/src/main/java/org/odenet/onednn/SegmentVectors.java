package org.odenet.onednn;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors in native memory by their address, which takes a JDK with memory segments. They are called by handles, since this
 * library is built for JDK 17. The segment is all memory, a constant: so neither its bounds nor whether it is alive need be
 * checked at each access, which would take as long as the loops' work. A wrong place is noticed by {@link BufferVectors} alone, in
 * the tests on JDK 17.
 */
final class SegmentVectors {

    private static final Handles HANDLES = Handles.find();

    private static final MethodHandle LOAD = HANDLES.load;
    private static final MethodHandle STORE = HANDLES.store;

    /** Whether this JDK has them. */
    static final boolean PRESENT = LOAD != null;

    private SegmentVectors() {}

    static FloatVector load(long address) {
        try {
            return (FloatVector) LOAD.invokeExact(address);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void store(FloatVector value, long address) {
        try {
            STORE.invokeExact(value, address);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("native memory cannot be accessed", e);
    }

    /** Handles of {@code (long) -> FloatVector} and {@code (FloatVector, long)}, or nulls. */
    private record Handles(MethodHandle load, MethodHandle store) {

        static Handles find() {
            try {
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                return find(segment, MethodHandles.lookup());
            } catch (ReflectiveOperationException e) {
                return new Handles(null, null);
            }
        }

        private static Handles find(Class<?> segment, MethodHandles.Lookup lookup) throws ReflectiveOperationException {
            MethodHandle load = lookup.findStatic(
                    FloatVector.class,
                    "fromMemorySegment",
                    methodType(FloatVector.class, VectorSpecies.class, segment, long.class, ByteOrder.class));
            MethodHandle store = lookup.findVirtual(
                    FloatVector.class,
                    "intoMemorySegment",
                    methodType(void.class, segment, long.class, ByteOrder.class));
            Object memory = allMemory(segment);
            return new Handles(
                    MethodHandles.insertArguments(
                            MethodHandles.insertArguments(load, 3, VectorAccess.ORDER),
                            0,
                            VectorAccess.SPECIES,
                            memory),
                    MethodHandles.insertArguments(
                            MethodHandles.insertArguments(store, 3, VectorAccess.ORDER), 1, memory));
        }

        private static Object allMemory(Class<?> segment) throws ReflectiveOperationException {
            Object empty = segment.getField("NULL").get(null);
            return segment.getMethod("reinterpret", long.class).invoke(empty, Long.MAX_VALUE);
        }
    }
}
