using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>How the child of a plugin is started: what its manifest says, with values in the place of references.</summary>
/// <remarks>See §8.4 of the plugin contract.</remarks>
/// <param name="Command">What is started.</param>
/// <param name="Mask">The secrets that it is given.</param>
internal sealed record StdioLaunch(ChildCommand Command, SecretMask Mask)
{
    /// <exception cref="PluginLoadException">It cannot be started so.</exception>
    public static StdioLaunch Make(PluginInstanceContext context, McpOptions options)
    {
        var id = context.Plugin.Id;
        var stdio = context.Plugin.Manifest.McpStdio ?? throw new PluginLoadException(id, $"The plugin '{id}' says no command. Add a table [plugin.mcp_stdio] with command = [\"program\", \"argument\"] to its manifest.");
        var secrets = new SectionSecrets(context);
        var mask = secrets.ToMask();
        var settings = new SettingText(Environment.GetEnvironmentVariable, key => (context.Context.Configuration[key], secrets.Has(key)), id.ToString(), mask);
        try
        {
            var own = stdio.Environment.ToDictionary(static variable => variable.Key, variable => settings.Expand(variable.Value, $"mcp_stdio.env.{variable.Key}", SecretUse.Allowed));
            var environment = ChildEnvironment.Make(own, options.InheritEnvironment);
            foreach (var (name, value) in environment)
            {
                if (SecretNames.IsSecret(name) || (stdio.Environment.TryGetValue(name, out var text) && text.Contains('$', StringComparison.Ordinal)))
                {
                    mask.Add(value);
                }
            }

            var folder = Path.GetFullPath(context.Folder ?? AppContext.BaseDirectory);
            var whose = $"plugin '{id}'";
            string[] command = [.. stdio.Command.Select((part, i) => settings.Expand(part, $"mcp_stdio.command[{i}]", SecretUse.NotInCommand))];
            return new(
                new()
                {
                    Name = whose,
                    File = CommandLookup.Find(command[0], folder, environment, whose),
                    Arguments = command[1..],
                    Folder = stdio.WorkingDirectory is { } other ? Path.GetFullPath(other, folder) : folder,
                    Environment = environment,
                },
                mask);
        }
        catch (Exception fault) when (fault is SettingException or ChildStartException)
        {
            throw new PluginLoadException(id, fault.Message, fault);
        }
    }
}
