using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Where code of a plugin lies, for messages.</summary>
internal static class CodePath
{
    /// <summary>Gets the file of an assembly; of one that was made of another file, that file. Empty if there is none.</summary>
    public static string Of(Assembly assembly) =>
        AssemblyPath.Of(assembly) is { Length: > 0 } path ? path : (AssemblyLoadContext.GetLoadContext(assembly) as PluginLoadContext)?.Entry.Path ?? string.Empty;
}
