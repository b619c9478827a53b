using System.Runtime.InteropServices;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks whether a plugin that has native libraries has them for this platform.</summary>
internal static class NativeChecks
{
    private const string Check = "natives";

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly string s_system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
    private static readonly string s_platform = $"{s_system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    public static IEnumerable<Finding> Run(PluginFiles plugin)
    {
        if (plugin.Manifest.EntryPoint is null || !Directory.Exists(plugin.Folder))
        {
            return [];
        }

        var platforms = Directory.EnumerateFiles(plugin.Folder, "*", s_all).Select(file => PlatformOf(plugin.Folder, file)).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        return platforms.Length == 0 ? []
            : platforms.Any(IsHere) ? [Finding.Good(Check, $"{plugin.Id} has native libraries for {string.Join(", ", platforms)}.")]
            : [Finding.Warning(Check, $"{plugin.Id} has native libraries for {string.Join(", ", platforms)} only, and this is {s_platform} ({Places.Shorten(plugin.Folder)}).", $"Add those for {s_platform}: publish the plugin with -r {s_platform}, or put them into runtimes/{s_platform}/native.")];
    }

    private static bool IsHere(string platform) =>
        platform == s_system || platform == s_platform || platform == RuntimeInformation.RuntimeIdentifier || (platform == "unix" && !OperatingSystem.IsWindows());

    /// <summary>Names the platform of a native library: that of its folder below runtimes, or the system that its first bytes are of.</summary>
    private static string? PlatformOf(string folder, string file)
    {
        var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        if (parts is ["runtimes", var platform, "native", ..])
        {
            return platform;
        }

        return Path.GetFileName(file) is var name && (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dylib", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal))
            ? SystemOf(file)
            : null;
    }

    private static string? SystemOf(string file)
    {
        try
        {
            Span<byte> start = stackalloc byte[4];
            using (var stream = File.OpenRead(file))
            {
                start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            }

            return start switch
            {
                [0x7F, (byte)'E', (byte)'L', (byte)'F'] => "linux",
                [0xCF or 0xCE, 0xFA, 0xED, 0xFE] or [0xFE, 0xED, 0xFA, 0xCF or 0xCE] or [0xCA, 0xFE, 0xBA, 0xBE] => "osx",
                [(byte)'M', (byte)'Z', ..] when ManagedFile.Read(file) is null => "win",
                _ => null,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
