using System.CommandLine;
using System.Text.RegularExpressions;
using Dagstack.Tool.Creation;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.New;

/// <summary><c>dagstack new host NAME</c>.</summary>
internal static partial class NewHostVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the host's project." };
        var output = NewVerb.Output("the name");
        var json = Options.Json();
        var command = new Command("host", "Makes a program that starts and lists plugins: those of the projects and folders near here.") { name, output, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(name), result.GetValue(output), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, string? output, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!ProjectName().IsMatch(name))
        {
            throw new WrongUseException($"'{name}' is no name of a project. Write letters, digits, '_' and '.', with a letter first, as 'Reader'.");
        }

        var folder = NewVerb.Folder(output ?? name);
        terminal.Progress($"Making {name} …");
        var uses = await NewHost.CreateAsync(name, folder, cancellationToken).ConfigureAwait(false);
        return NewVerb.Show(terminal, isJson, uses.Count > 0 ? "a host" : "a host, of no plugins yet: none are near here", folder, uses, $"dotnet run --project {Places.Shorten(folder)}");
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\z")]
    private static partial Regex ProjectName();
}
