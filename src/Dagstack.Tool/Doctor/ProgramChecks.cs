using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks whether what plugins in other processes need is here: the program of a command, the variable with a secret.</summary>
internal static class ProgramChecks
{
    private const string Check = "programs";

    public static IEnumerable<Finding> Run(PluginFiles plugin) => plugin switch
    {
        { Runtime: PluginRuntimes.McpStdio, Manifest.McpStdio: { Command: [var command, ..] } stdio } => Command(plugin, command, stdio.Environment),
        { Runtime: PluginRuntimes.McpHttp, Manifest.McpHttp.AuthSecretEnv: { } variable } when string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) =>
            [Finding.Warning(Check, $"{plugin.Id} takes its secret from the variable {variable}, which is not set here.", "Set it where the host runs.")],
        _ => [],
    };

    private static IEnumerable<Finding> Command(PluginFiles plugin, string command, IReadOnlyDictionary<string, string> environment)
    {
        // What a variable or the plugin's section says, and what a PATH of its own has, only the host knows.
        if (command.Contains("${", StringComparison.Ordinal) || environment.Keys.Any(static name => name.Equals("PATH", StringComparison.OrdinalIgnoreCase)))
        {
            return [];
        }

        var isPath = command.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);
        var found = isPath ? ProgramLookup.At(Path.GetFullPath(command, plugin.Folder)) : ProgramLookup.InPath(command);
        return [found is not null
            ? Finding.Good(Check, $"The command {command} of {plugin.Id} is {Places.Shorten(found)}.")
            : Finding.Bad(
                Check,
                $"The command {command} of {plugin.Id} {(isPath ? $"is no program in {Places.Shorten(plugin.Folder)}" : "is not in PATH")}.",
                isPath ? "Put the program there, and make it executable; or correct the command in the manifest." : "Install it, or add its folder to the PATH of the host; a program in the plugin's own folder is written ./name.")];
    }
}
