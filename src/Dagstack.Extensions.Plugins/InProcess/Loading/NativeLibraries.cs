using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Where the native libraries of a plugin lie when no deps file tells: in its folder, and in that of this platform below it.</summary>
internal sealed class NativeLibraries
{
    private static readonly (string Prefix, string Suffix) s_platform =
        OperatingSystem.IsWindows() ? (string.Empty, ".dll")
        : OperatingSystem.IsMacOS() ? ("lib", ".dylib")
        : ("lib", ".so");

    /// <summary>Gets what this platform is called: a runtime that was built from a distribution's sources gives the distribution's name.</summary>
    private static readonly string s_portable =
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    public NativeLibraries(string folder) =>
        Folders = [.. new[] { folder }.Concat(new[] { RuntimeInformation.RuntimeIdentifier, s_portable }.Distinct().Select(rid => Path.Combine(folder, "runtimes", rid, "native")))];

    /// <summary>Gets the folders, in the order in which they are searched.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Finds the file of a library by its name as code gives it, with or without what the platform adds.</summary>
    public string? Find(string name)
    {
        if (name != Path.GetFileName(name))
        {
            return null;
        }

        var (prefix, suffix) = s_platform;
        string[] names = name.Contains(suffix, StringComparison.OrdinalIgnoreCase)
            ? [name, prefix + name]
            : [name + suffix, prefix + name + suffix, name, prefix + name];
        return Folders.SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
    }
}
