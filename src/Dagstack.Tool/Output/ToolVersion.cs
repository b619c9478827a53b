using System.Reflection;

namespace Dagstack.Tool.Output;

/// <summary>The version of the tool, which is that of the plugin system.</summary>
internal static class ToolVersion
{
    public static string Current { get; } = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
