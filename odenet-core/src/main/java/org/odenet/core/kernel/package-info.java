/** The tensor operations that layers are made of, as a service interface with a portable implementation. */
package org.odenet.core.kernel;
