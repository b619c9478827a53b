using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Verbs;
using Dagstack.Tool.Verbs.New;
using Dagstack.Tool.Verbs.Units;

namespace Dagstack.Tool;

/// <summary>The whole command line.</summary>
internal static class DagstackCommand
{
    /// <summary>Makes the verbs.</summary>
    public static RootCommand Create(Terminal terminal) => new("Makes, checks, lists, shows, tests, calls, serves, packs and adds dagstack plugins; makes files of kinds, and compares their versions; asks hosts that run for their units of work.")
    {
        NewVerb.Create(terminal),
        ValidateVerb.Create(terminal),
        ListVerb.Create(terminal),
        InspectVerb.Create(terminal),
        TestVerb.Create(terminal),
        RunVerb.Create(terminal),
        ServeVerb.Create(terminal),
        ConfigVerb.Create(terminal),
        DoctorVerb.Create(terminal),
        LockVerb.Create(terminal),
        PackVerb.Create(terminal),
        AddVerb.Create(terminal),
        UpdateVerb.Create(terminal),
        RemoveVerb.Create(terminal),
        EmitVerb.Create(terminal),
        DiffVerb.Create(terminal),
        UnitsVerb.Create(terminal),
    };

    /// <summary>Runs one command.</summary>
    /// <param name="args">What follows the name of the program.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="cancellationToken">Interrupts it, as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        // An argument that begins with @ is one: names of packages and files do.
        var parsed = Create(terminal).Parse(args, new() { ResponseFileTokenReplacer = null });
        try
        {
            var code = await parsed.InvokeAsync(new() { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCodes.WrongUse : code;
        }
        catch (WrongUseException fault)
        {
            await terminal.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCodes.WrongUse;
        }
        catch (RefusedException fault)
        {
            await terminal.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCodes.Found;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (PluginRegistryException fault)
        {
            await terminal.Error.WriteLineAsync($"{fault.Code}: {fault.Message}").ConfigureAwait(false);
            return ExitCodes.Found;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            return ExitCodes.Failed;
        }
        catch (Exception fault)
        {
            await terminal.Error.WriteLineAsync($"This should not happen, please report it: {fault}").ConfigureAwait(false);
            return ExitCodes.Failed;
        }
    }
}
