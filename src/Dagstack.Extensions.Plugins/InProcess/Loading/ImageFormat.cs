using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>What makes a file no assembly that this process can run. Each complaint is the end of a sentence that has the file as its subject.</summary>
internal static class ImageFormat
{
    private const string Native = "not a .NET assembly. 'entry_point' and references name managed assemblies; native libraries lie beside them.";

    /// <summary>Looks at how a file begins.</summary>
    /// <returns>What is wrong, or null if it begins as an assembly does.</returns>
    public static string? OfStart(ReadOnlySpan<byte> start) => start switch
    {
        [] => "is empty. Copy or build it again.",
        [(byte)'M', (byte)'Z', ..] => null,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => $"is a native library of Linux, {Native}",
        [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..] or [0xFE, 0xED, 0xFA, 0xCF or 0xCE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => $"is a native library of macOS, {Native}",
        _ => "is not an assembly: it does not begin as one does. Copy or build it again; a file under version control may be a stand-in for the real one.",
    };

    /// <summary>Looks at the headers.</summary>
    /// <returns>What is wrong, or null if this process can run the image.</returns>
    public static string? OfHeaders(PEHeaders headers, long length)
    {
        var end = headers.SectionHeaders.Max(static section => (long)section.PointerToRawData + section.SizeOfRawData);
        if (end > length)
        {
            return $"is cut off: it should have {end} bytes or more, and has {length}. Copy or build it again.";
        }

        if (headers.CorHeader is not { } managed)
        {
            return $"is a native library of Windows, {Native}";
        }

        // Precompiled code for another machine is passed over by the runtime, which compiles it anew.
        if (managed.ManagedNativeHeaderDirectory.Size != 0)
        {
            return null;
        }

        if ((managed.Flags & CorFlags.ILOnly) == 0 && !OperatingSystem.IsWindows())
        {
            return "has native code of Windows beside its .NET code (C++/CLI), and this system is not Windows. Replace it by one that is .NET code only.";
        }

        return MachineOf(headers.CoffHeader.Machine, managed.Flags) is { } machine && machine != RuntimeInformation.ProcessArchitecture
            ? $"is built for {machine} only, and this process is {RuntimeInformation.ProcessArchitecture}. Build it with <PlatformTarget>AnyCPU</PlatformTarget>, or run the host as {machine}."
            : null;
    }

    /// <summary>Looks at what the metadata says of the assembly as a whole.</summary>
    public static string? OfMetadata(MetadataReader metadata, bool isReference) =>
        !metadata.IsAssembly ? "is a module without an assembly (.netmodule). Build it as a library."
        : isReference ? "is a reference assembly, which compilers read and which has no code. Take the one from the output folder (bin), not from obj/ref or obj/refint, nor from ref in a package."
        : null;

    private static Architecture? MachineOf(Machine machine, CorFlags flags) => machine switch
    {
        // Code for any machine says I386 too; what it prefers binds nobody.
        Machine.I386 when (flags & (CorFlags.Requires32Bit | CorFlags.Prefers32Bit)) == CorFlags.Requires32Bit => Architecture.X86,
        Machine.Amd64 => Architecture.X64,
        Machine.Arm64 => Architecture.Arm64,
        Machine.Arm or Machine.ArmThumb2 => Architecture.Arm,
        _ => null,
    };
}
