using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Modules that this process cannot run.</summary>
internal static class BrokenImages
{
    private const int CorFlagsOffset = 16;
    private const int CorDirectoryOffset = 208;

    private static readonly int s_newer = Environment.Version.Major + 1;

    private static readonly Machine s_other = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Machine.Amd64 : Machine.Arm64;

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Image("empty-file", static _ => [], "is empty. Copy or build it again."),
        Image("text-file", static _ => Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1"), "is not an assembly: it does not begin as one does."),
        Image("library-of-linux", static _ => [0x7F, .. "ELF"u8, 2, 1, 1, 0], "is a native library of Linux", "'entry_point' and references name managed assemblies"),
        Image("library-of-macos", static _ => [0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1], "is a native library of macOS"),
        Image("library-of-windows", static image => Patch(image, static headers => headers.PEHeaderStartOffset + CorDirectoryOffset, 0, 0, 0, 0, 0, 0, 0, 0), "is a native library of Windows"),
        Image("cut-off", static image => image[..(image.Length / 2)], "is damaged: ", "Copy or build it again."),
        Image("cut-off-at-the-end", static image => image[..^16], "is cut off: it should have", "Copy or build it again."),
        Image("cut-off-in-the-headers", static image => image[..100], "is damaged: ", "Copy or build it again."),
        Image("damaged-metadata", static image => Patch(image, static headers => headers.MetadataStartOffset, 0, 0, 0, 0), "is damaged: ", "signature"),
        Image("for-another-processor", static image => Patch(image, static headers => headers.CoffHeaderStartOffset, (byte)s_other, (byte)((int)s_other >> 8)), $"is built for {(s_other == Machine.Arm64 ? "Arm64" : "X64")} only, and this process is {RuntimeInformation.ProcessArchitecture}", "<PlatformTarget>AnyCPU</PlatformTarget>"),
        Image("for-x86", static image => Patch(image, static headers => headers.CorHeaderStartOffset + CorFlagsOffset, (byte)(CorFlags.ILOnly | CorFlags.Requires32Bit)), "is built for X86 only", "or run the host as X86"),
        Row("for-net-framework", "[assembly: System.Runtime.Versioning.TargetFramework(\".NETFramework,Version=v4.8\")]", "is built for .NET Framework 4.8, and this host runs on .NET", "Build it for net10.0 or for .NET Standard."),
        Row("for-a-newer-net", $"[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v{s_newer}.0\")]", $"is built for .NET {s_newer}.0, and this host runs on .NET {Environment.Version}, which is older.", $"or run the host on .NET {s_newer}.0."),
        Row("reference-assembly", "[assembly: System.Runtime.CompilerServices.ReferenceAssembly]", "is a reference assembly", "Take the one from the output folder (bin), not from obj/ref"),
        .. OperatingSystem.IsWindows()
            ? Array.Empty<BrokenPlugin>()
            : [Image("mixed-with-native-code", static image => Patch(image, static headers => headers.CorHeaderStartOffset + CorFlagsOffset, 0), "has native code of Windows beside its .NET code (C++/CLI)")],
    ];

    private static BrokenPlugin Image(string folder, Func<byte[], byte[]> change, params string[] says) =>
        BrokenCode.RowOf(folder, path => BrokenCode.WriteModule(path, change(BrokenCode.Compile(BrokenCode.Chunker(string.Empty)))), says);

    private static BrokenPlugin Row(string folder, string attribute, params string[] says) =>
        BrokenCode.Row(folder, $"{attribute} {BrokenCode.Chunker(string.Empty)}", says);

    private static byte[] Patch(byte[] image, Func<PEHeaders, int> place, params byte[] bytes)
    {
        using var stream = new MemoryStream(image);
        bytes.CopyTo(image, place(new PEHeaders(stream)));
        return image;
    }
}
