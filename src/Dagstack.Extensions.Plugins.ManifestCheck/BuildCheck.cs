namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>What can be said of a manifest when its plugin is built, before any host is known.</summary>
internal static class BuildCheck
{
    /// <summary>The version of the package that this comes with, which is the one that the plugin is built against.</summary>
    private static readonly string s_version = new ManifestLoadOptions().CoreVersion;

    /// <summary>Checks a manifest.</summary>
    /// <param name="manifest">The path of the manifest.</param>
    /// <param name="assembly">The path of the assembly that the project builds.</param>
    /// <returns>What is wrong, in the order of the checks.</returns>
    public static IEnumerable<BuildWarning> Run(string manifest, string assembly)
    {
        // Every runtime: which of them a host has is not known here, nor are its kinds.
        var loaded = PluginManifestLoader.Load(manifest);
        var foreign = ForeignRuntimes.Find(loaded.Facts);
        loaded = loaded.Recheck(new ManifestLoadOptions
        {
            SupportedRuntimes = ManifestRuntimes.BuiltIn.Concat(foreign.Select(static runtime => runtime.Value)).ToHashSet(StringComparer.Ordinal),
        });
        foreach (var runtime in foreign)
        {
            var message = $"'{runtime.Path}' is \"{runtime.Value}\", which is none of the runtimes {string.Join(", ", ManifestRuntimes.BuiltIn)}: a host needs a package that brings it.";
            yield return new BuildWarning(manifest, runtime.Line, runtime.Column, "DSP114", message) { IsNote = true };
        }

        foreach (var problem in loaded.Problems)
        {
            yield return problem is { Code: PluginErrorCodes.VersionIncompatible, Path: var path } && path.EndsWith(ManifestKeys.CoreVersion, StringComparison.Ordinal)
                ? new BuildWarning(manifest, problem.Line, problem.Column, "DSP113", OtherCore(path, problem.Found))
                : new BuildWarning(manifest, problem.Line, problem.Column, "DSP110", IsEntryPoint(problem) ? $"{problem.Message} {EntryPointLine.Of(assembly)}" : problem.Message);
        }

        if (loaded.Manifest is { EntryPoint: { } entryPoint } && MissingModule(entryPoint, assembly) is { } missing)
        {
            var (line, column) = EntryPointPlace.Find(manifest);
            yield return new BuildWarning(manifest, line, column, "DSP112", missing);
        }
    }

    private static bool IsEntryPoint(ManifestProblem problem) => problem.Path.Split('.')[^1] == ManifestKeys.EntryPoint;

    private static string OtherCore(string path, string? range) =>
        $"'{path}' is \"{range}\", and this project is built against version {s_version}, which is not in that range: a host of that version refuses the plugin. "
        + $"Let the range contain {s_version}, or build against another version.";

    private static string? MissingModule(PluginEntryPoint entryPoint, string assembly)
    {
        var built = Path.GetFileNameWithoutExtension(assembly);
        return entryPoint.Module == built || File.Exists(Path.Combine(Path.GetDirectoryName(assembly)!, entryPoint.Module + ".dll"))
            ? null
            : $"'entry_point' is \"{entryPoint}\", which means {entryPoint.Module}.dll, but this project builds {built}.dll. "
                + $"Write {EntryPointLine.Of(assembly, entryPoint.ClassName)}, or set <AssemblyName>{entryPoint.Module}</AssemblyName> in the project.";
    }
}
