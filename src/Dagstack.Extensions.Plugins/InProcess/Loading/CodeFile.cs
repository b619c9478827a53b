namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Which files are code of .NET: assemblies, native libraries, and what tells where they lie.</summary>
internal static class CodeFile
{
    public static bool Is(string path) =>
        Path.GetFileName(path) is var name
        && (Path.GetExtension(name) is ".dll" or ".exe" or ".so" or ".dylib"
            || name.EndsWith(".deps.json", StringComparison.Ordinal)
            || name.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)
            || name.Contains(".so.", StringComparison.Ordinal));
}
