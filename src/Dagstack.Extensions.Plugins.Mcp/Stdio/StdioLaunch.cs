using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Worker;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>How the child of a plugin is started: what its manifest says, with values in the place of references.</summary>
/// <remarks>See §8.4 of the plugin contract.</remarks>
/// <param name="Command">What is started.</param>
/// <param name="Mask">The secrets that it is given.</param>
/// <param name="IsWorker">Whether it is the program of the host, started again.</param>
internal sealed record StdioLaunch(ChildCommand Command, SecretMask Mask, bool IsWorker)
{
    /// <exception cref="PluginLoadException">It cannot be started so.</exception>
    public static StdioLaunch Make(PluginInstanceContext context, McpOptions options)
    {
        var id = context.Plugin.Id;
        var (stdio, isWorker) = (context.Plugin.Manifest.McpStdio ?? new(), WorkerRules.IsWorker(context.Plugin.Manifest));
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
            string[] command = isWorker ? HostCommand(id) : [.. stdio.Command.Select((part, i) => settings.Expand(part, $"mcp_stdio.command[{i}]", SecretUse.NotInCommand))];
            if (isWorker)
            {
                WorkerVariables.Refuse(own.Keys);
                WorkerVariables.AddTo(environment);
            }

            return new(
                new()
                {
                    Name = whose,
                    File = isWorker ? command[0] : CommandLookup.Find(command[0], folder, environment, whose),
                    Arguments = command[1..],

                    // Where the plugin would run in the host's process.
                    Folder = stdio.WorkingDirectory is { } other ? Path.GetFullPath(other, isWorker ? Path.GetFullPath(context.Plugin.Folder ?? folder) : folder) : isWorker ? Environment.CurrentDirectory : folder,
                    Environment = environment,
                },
                mask,
                isWorker);
        }
        catch (Exception fault) when (fault is SettingException or ChildStartException)
        {
            throw new PluginLoadException(id, fault.Message, fault);
        }
    }

    private static string[] HostCommand(PluginId id) => HostProgram.Current.TryFindCommand(out var command, out var reason)
        ? [.. command]
        : throw new PluginLoadException(id, $"The plugin '{id}' cannot run in the program of the host. {reason}");
}
