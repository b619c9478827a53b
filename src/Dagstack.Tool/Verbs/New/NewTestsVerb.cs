using System.CommandLine;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Creation;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.New;

/// <summary><c>dagstack new tests NAME</c>.</summary>
internal static class NewTestsVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The folder of a plugin, its identity, or its name." };
        var output = NewVerb.Output("beside the plugin, as Lines.Tests");
        var json = Options.Json();
        var command = new Command("tests", "Makes a project that runs the contract suite over a plugin that is there.") { name, output, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(name), result.GetValue(output), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, string? output, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var plugin = NewTests.Find(name);
        var (own, manifest) = plugin;
        if (output is null && NearbyProjects.IsRoot(own))
        {
            throw new WrongUseException($"'{own}' is the root of its repository or solution: tests beside it would be outside. Name a folder for them by --output.");
        }

        var folder = NewVerb.Folder(output ?? Path.Combine(Path.GetDirectoryName(own)!, Names.OfPlugin(manifest.Id.Name) + ".Tests"));
        terminal.Progress($"Making {Path.GetFileName(folder)} …");
        await NewTests.CreateAsync(plugin, folder, cancellationToken).ConfigureAwait(false);
        return NewVerb.Show(terminal, isJson, $"tests of the plugin {manifest.Id}", folder, [plugin.Reference], $"cd {Places.Shorten(folder)}", "dotnet test");
    }
}
