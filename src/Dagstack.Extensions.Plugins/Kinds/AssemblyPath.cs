using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Kinds;

/// <summary>Where an assembly lies.</summary>
internal static class AssemblyPath
{
    /// <summary>Gets the path of the file; empty if the assembly was loaded from none, as those that are bundled into a single-file application.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Asked for plugins, which are files, and to find out that something is bundled.")]
    public static string Of(Assembly assembly) => assembly.Location;
}
