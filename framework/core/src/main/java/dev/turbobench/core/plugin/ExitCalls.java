package dev.turbobench.core.plugin;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Redirects calls that would end the process to {@link ForbiddenExit}, method references included.
 *
 * <p>Java has no other way left to keep a library from ending the process: security managers cannot be set any more. Calls
 * by reflection are not seen here; the shutdown hook of the program names the plugin then.
 */
final class ExitCalls {

    private static final int METHOD_REFERENCE = 10;
    private static final String HOST = ForbiddenExit.class.getName().replace('.', '/');
    private static final String STATUS = "(I)V";

    /** Owner and name of each call, and the descriptor of what it is redirected to. */
    private static final Map<String, String> REDIRECTED = Map.of(
            "java/lang/System.exit", STATUS,
            "java/lang/Runtime.exit", "(Ljava/lang/Runtime;I)V",
            "java/lang/Runtime.halt", "(Ljava/lang/Runtime;I)V");

    private ExitCalls() {}

    private static boolean isRedirected(String owner, String name, String descriptor) {
        return descriptor.equals(STATUS) && REDIRECTED.containsKey(owner + "." + name);
    }

    private static String descriptor(String owner, String name) {
        return REDIRECTED.getOrDefault(owner + "." + name, STATUS);
    }

    /**
     * Redirect the calls of a class.
     *
     * @param code the class file
     * @return the same array if there is nothing to redirect
     */
    static byte[] redirect(byte[] code) {
        ClassReader reader;
        try {
            reader = new ClassReader(code);
            if (!hasExit(reader)) {
                return code;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return code; // not a class file that this version of ASM can read; whoever defines it says more
        }
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Redirection(writer), 0);
        return writer.toByteArray();
    }

    private static boolean hasExit(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == METHOD_REFERENCE) {
                int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                String owner = reader.readClass(item, buffer);
                if (isRedirected(
                        owner, reader.readUTF8(nameAndType, buffer), reader.readUTF8(nameAndType + 2, buffer))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Object redirected(Object constant) {
        if (constant instanceof Handle handle && isRedirected(handle.getOwner(), handle.getName(), handle.getDesc())) {
            return new Handle(
                    Opcodes.H_INVOKESTATIC, HOST, "exit", descriptor(handle.getOwner(), handle.getName()), false);
        }
        return constant;
    }

    private static final class Redirection extends ClassVisitor {

        Redirection(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new RedirectedMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    private static final class RedirectedMethod extends MethodVisitor {

        RedirectedMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            if (isRedirected(owner, name, type)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, HOST, "exit", descriptor(owner, name), false);
            } else {
                super.visitMethodInsn(opcode, owner, name, type, isInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] changed = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                changed[i] = redirected(arguments[i]);
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, changed);
        }

        @Override
        public void visitLdcInsn(Object value) {
            super.visitLdcInsn(value instanceof Type ? value : redirected(value));
        }
    }
}
