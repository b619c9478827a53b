using Dagstack.Extensions.Plugins.Scripts.Texts;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>Which compiler and which build of this package a module is compiled by. The compiler is not loaded for it.</summary>
internal static class CompilerId
{
    private static readonly Lazy<string> s_value = new(Read);

    public static string Value => s_value.Value;

    private static string Read()
    {
        var own = typeof(CompilerId).Assembly;
        var files = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty).Split(Path.PathSeparator);
        var compiler = own.GetReferencedAssemblies()
            .Where(static name => name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .OrderBy(static name => name.Name, StringComparer.Ordinal)
            .Select(name => $"{name.FullName} {(Array.Find(files, file => Path.GetFileName(file) == name.Name + ".dll") is { } file ? AssemblyId.Of(file) : null)}");
        return string.Join('\n', [own.ManifestModule.ModuleVersionId.ToString(), .. compiler]);
    }
}
