using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Creation;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.New;

/// <summary><c>dagstack new kind NAME</c>.</summary>
internal static class NewKindVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the kind, as manifests write it." };
        var output = NewVerb.Output("the name of its project, as Chunker.Contracts");
        var json = Options.Json();
        var command = new Command("kind", "Makes the contract of a kind: the interface that hosts call and plugins implement.") { name, output, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(name), result.GetValue(output), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string kind, string? output, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!PluginId.IsValidPart(kind))
        {
            throw new WrongUseException($"'{kind}' is no name of a kind. Write lower case letters, digits, '_' and '-', with a letter or digit first, as 'chunker'.");
        }

        if (kind == BuiltInKind.Tool)
        {
            throw new WrongUseException($"The kind '{kind}' is built in: dagstack new plugin {kind}:NAME makes a plugin of it.");
        }

        if (NearbyProjects.NearestContract(kind, Environment.CurrentDirectory) is { } there)
        {
            throw new WrongUseException($"The kind '{kind}' has a contract already: {Places.Shorten(there)}. A kind is one interface. dagstack new plugin {kind}:NAME makes a plugin of it.");
        }

        var name = Names.OfKind(kind) + ".Contracts";
        var folder = NewVerb.Folder(output ?? name);
        terminal.Progress($"Making {name} …");
        await Templates.CreateAsync("dagstack-kind", null, name, folder, new Dictionary<string, string> { ["kind"] = kind, ["kindName"] = Names.OfKind(kind) }, cancellationToken).ConfigureAwait(false);
        Surroundings.KeepOut(folder);
        return NewVerb.Show(terminal, isJson, $"the contract of the kind {kind}", folder, [], $"dotnet build {Places.Shorten(folder)}", $"dagstack new plugin {kind}:NAME");
    }
}
