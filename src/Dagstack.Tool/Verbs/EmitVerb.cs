using System.CommandLine;
using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Tool.Kinds;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack emit TARGET PATH…</c>: files that are made of kinds.</summary>
internal static class EmitVerb
{
    private static readonly Dictionary<string, HookspecTarget> s_targets = Enum.GetValues<HookspecTarget>().ToDictionary(static target => target.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("TARGET") { Description = $"What the kinds are made into: {string.Join(", ", s_targets.Keys)}." };
        target.CompletionSources.Add([.. s_targets.Keys]);
        var paths = Options.Kinds();
        var output = new Option<string?>("--output", "-o") { Description = "The folder that the files go to. Without it the text of the one file is printed.", HelpName = "DIR" };
        var check = new Option<bool>("--check") { Description = "Writes nothing, and names the files of --output that are missing or differ." };
        var space = new Option<string?>("--namespace") { Description = "The namespace of C#. [default: Kinds]", HelpName = "NAME" };
        var kind = Options.Kind();
        var json = Options.Json();
        var command = new Command("emit", "Makes code and pages of kinds: of hookspecs, or of contracts that are built.") { target, paths, output, check, space, kind, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new(result.GetRequiredValue(target), result.GetRequiredValue(paths), result.GetValue(output), result.GetValue(check), result.GetValue(space), result.GetValue(kind), result.GetValue(json)),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmitRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var target = Check(request);
        var found = await new KindSearch(request.Kind, terminal).FindAsync(request.Paths, cancellationToken).ConfigureAwait(false);
        if (request.Kind is { } kind && !found.Names.Contains(kind))
        {
            throw KindSearch.NotThere(kind, found.Names);
        }

        var files = KindFile.Make(found.Kinds, target, request.Namespace);
        if (request.Output is null && files.Count > 1 && !request.Json)
        {
            throw new WrongUseException($"There are {files.Count} files, and one is printed at most: {string.Join(", ", files.Select(static file => file.Path))}. Name a folder for them by --output{(found.Kinds.Count > 1 ? ", or one kind by --kind" : string.Empty)}.");
        }

        var made = request.Output is { } folder ? Place(files, folder, request.IsCheck, cancellationToken) : [.. files.Select(static file => new EmittedReportFile(file.Path, file.Source, Text: file.Text))];
        var report = new EmitReport(!found.HasErrors && made.All(static file => file.State is not ("missing" or "differs")), made, [.. found.Problems.Select(KindProblem.Of)]);
        if (!request.Json)
        {
            KindProblems.Write(report.Problems, terminal);
        }

        terminal.Show(report, ToolJson.Default.EmitReport, request.Json, page => EmitPage.Write(report, request.IsCheck, terminal, page));
        return report.Valid ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static HookspecTarget Check(EmitRequest request)
    {
        if (!s_targets.TryGetValue(request.Target, out var target))
        {
            throw new WrongUseException($"'{request.Target}' is nothing that kinds are made into. Write one of {string.Join(", ", s_targets.Keys)}, and then the hookspecs or contracts: dagstack emit csharp kinds.");
        }

        if (request is { IsCheck: true, Output: null })
        {
            throw new WrongUseException("--check compares with files. Name the folder that they are in by --output.");
        }

        if (request.Namespace is { } space && target != HookspecTarget.CSharp)
        {
            throw new WrongUseException($"--namespace is for csharp, and {request.Target} has none. Leave '--namespace {space}' out.");
        }

        return request.Namespace is null || HookspecEmitOptions.IsNamespace(request.Namespace)
            ? target
            : throw new WrongUseException($"'{request.Namespace}' is no namespace of C#. Write names with dots between, as Acme.Kinds.");
    }

    private static List<EmittedReportFile> Place(IReadOnlyList<KindFile> files, string folder, bool isCheck, CancellationToken cancellationToken)
    {
        var placed = new List<EmittedReportFile>();
        foreach (var there in files.Select(file => WrittenKindFile.Find(folder, file)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isCheck && !there.IsSame)
            {
                there.Write();
            }

            var state = there.IsSame ? "same" : !isCheck ? "written" : there.There is null ? "missing" : "differs";
            var difference = isCheck ? there.FirstDifference() : null;
            placed.Add(new(Places.Shorten(there.Path), there.Made.Source, state, difference?.Line, difference?.Found, difference?.Expected));
        }

        return placed;
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record EmitRequest(string Target, string[] Paths, string? Output, bool IsCheck, string? Namespace, string? Kind, bool Json);
}
