using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The tools that the hooks of a contract are, and whether a server has them.</summary>
/// <remarks>See §8.2 of the plugin contract.</remarks>
internal static class RequiredTools
{
    /// <summary>Gets the tool that a hook is.</summary>
    public static string NameOf(PluginId plugin, HookDescriptor hook) => $"{plugin.Kind}.{plugin.Name}.{hook.WireName}";

    /// <summary>Looks whether all are there.</summary>
    /// <exception cref="PluginLoadException">Some are not.</exception>
    public static void Check(PluginDescription plugin, ToolTable tools)
    {
        string[] missing = [.. plugin.Contract.Hooks.Select(hook => NameOf(plugin.Id, hook)).Where(name => tools.Find(name) is null)];
        if (missing.Length == 0)
        {
            return;
        }

        var names = tools.Names.ToList();
        var said = missing.Select(name => NearNames.Find(name, names) is { } near ? $"'{name}' (near to it is '{Excerpt.Of(near)}')" : $"'{name}'");
        throw new PluginLoadException(plugin.Id, $"The server of plugin '{plugin.Id}' lacks {(missing.Length == 1 ? "a tool" : "tools")} that the contract of the kind '{plugin.Id.Kind}' needs: {string.Join(", ", said)}. It lists: {tools.Some()}. Serve each hook under that name, or take a contract without it.");
    }
}
