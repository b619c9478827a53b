using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Units;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>The options that say whose units of work are meant, and the way to them. The verbs know no more of it than <see cref="IUnits"/>.</summary>
internal sealed class UnitsDoor
{
    private const int DefaultTimeout = 60;

    private readonly Option<string?> _url = new("--url") { Description = "Where the host shows its plugins: the address of app.MapDagstackPlugins, as https://example.org/plugins.", HelpName = "URL" };
    private readonly Option<string[]> _header = new("--header") { Description = "A header that requests have, as 'Authorization: Bearer …'; may be given several times. Its value is shown nowhere.", HelpName = "HEADER" };
    private readonly Option<int> _timeout = new("--timeout") { Description = "How many seconds an answer may take.", HelpName = "SECONDS", DefaultValueFactory = static _ => DefaultTimeout };

    /// <summary>Gets the argument that names a unit.</summary>
    public static Argument<string> Unit() => new("UNIT") { Description = "The identity of the unit, as 'dagstack units list' has it." };

    /// <summary>Adds the options to a verb, and does what it does.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="run">What it does; the service is open as long as that takes.</param>
    public Command Run(Command command, Func<ParseResult, IUnits, CancellationToken, Task<int>> run)
    {
        foreach (var option in new Option[] { _url, _header, _timeout })
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            using var units = Open(result);
            return await run(result, units, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <exception cref="WrongUseException">The options cannot be.</exception>
    private HttpUnits Open(ParseResult result) => result.GetValue(_timeout) is > 0 and var seconds
        ? new(HostAddress.Of(result.GetValue(_url), result.GetValue(_header) ?? []), TimeSpan.FromSeconds(seconds))
        : throw new WrongUseException("--timeout is a number of seconds, at least 1.");
}
