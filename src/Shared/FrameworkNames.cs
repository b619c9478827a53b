namespace Dagstack.Extensions.Shared;

/// <summary>Tells the assemblies of the framework by their names, for where nothing else is known of them.</summary>
internal static class FrameworkNames
{
    public static bool Contains(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name is "System" or "mscorlib" or "netstandard" or "WindowsBase" or "Microsoft.CSharp" or "Microsoft.VisualBasic.Core";
}
