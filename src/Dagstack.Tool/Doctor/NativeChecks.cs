using System.Runtime.InteropServices;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks whether a plugin that has native libraries has them for this platform.</summary>
internal static class NativeChecks
{
    private const string Check = "natives";

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly string s_system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
    private static readonly string s_processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
    private static readonly string s_platform = $"{s_system}-{s_processor}";

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
        platform == "any" || platform == s_system || platform == s_platform || platform == RuntimeInformation.RuntimeIdentifier
        || (!OperatingSystem.IsWindows() && (platform == "unix" || platform == $"unix-{s_processor}"));

    /// <summary>Names the platform of a native library: that of its folder below runtimes, or the one that its first bytes say.</summary>
    private static string? PlatformOf(string folder, string file)
    {
        var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        if (parts is ["runtimes", var platform, "native", ..])
        {
            return platform;
        }

        return Path.GetFileName(file) is var name && (name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dylib", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal))
            ? NativePlatform.Of(file)
            : null;
    }
}
