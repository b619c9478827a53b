using System.CommandLine;
using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Units;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>The options that say whose units of work are meant, and the two ways to them. The verbs know no more of it than <see cref="IUnits"/>.</summary>
internal sealed class UnitsDoor
{
    private const int DefaultTimeout = 60;
    private const string Variable = "DAGSTACK_UNITS_POSTGRES";

    private readonly Option<string?> _url = new("--url") { Description = "Where the host shows its plugins: the address of app.MapDagstackPlugins, as https://example.org/plugins.", HelpName = "URL" };
    private readonly Option<string[]> _header = new("--header") { Description = "A header that requests have, as 'Authorization: Bearer …'; may be given several times. Its value is shown nowhere.", HelpName = "HEADER" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = $"In place of --url: the database of the units, as 'Host=db;Database=app;Username=app'. One with a password is better given by the variable {Variable}.", HelpName = "CONNECTION" };
    private readonly Option<string?> _schema = new("--schema") { Description = $"With --postgres: the schema of the units. [default: {new PostgreSqlUnitStoreOptions().Schema}]", HelpName = "NAME" };
    private readonly Option<int> _timeout = new("--timeout") { Description = "How many seconds an answer may take.", HelpName = "SECONDS", DefaultValueFactory = static _ => DefaultTimeout };

    /// <summary>Gets the argument that names a unit.</summary>
    public static Argument<string> Unit() => new("UNIT") { Description = "The identity of the unit, as 'dagstack units list' has it." };

    /// <summary>Adds the options to a verb, and does what it does.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="run">What it does; the service is open as long as that takes.</param>
    public Command Run(Command command, Func<ParseResult, IUnits, CancellationToken, Task<int>> run)
    {
        foreach (var option in new Option[] { _url, _header, _postgres, _schema, _timeout })
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var seconds = result.GetValue(_timeout) is > 0 and var given ? given : throw new WrongUseException("--timeout is a number of seconds, at least 1.");
            if (ConnectionOf(result) is { } connection)
            {
                return await PostgresUnits.UseAsync(connection, result.GetValue(_schema), TimeSpan.FromSeconds(seconds), units => run(result, units, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            using var units = new HttpUnits(HostAddress.Of(result.GetValue(_url)!, result.GetValue(_header) ?? []), TimeSpan.FromSeconds(seconds));
            return await run(result, units, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Returns the connection string; null where a host is asked. What is on the command line counts more than a variable.</summary>
    /// <exception cref="WrongUseException">The options cannot be together, or none says who is asked.</exception>
    private string? ConnectionOf(ParseResult result)
    {
        var (url, connection) = (result.GetValue(_url), result.GetValue(_postgres));
        if (url is not null && connection is not null)
        {
            throw new WrongUseException("--url and --postgres say two places: the one asks a host, the other its database. Leave one out.");
        }

        connection ??= url is null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null;
        if (url is null && connection is null)
        {
            throw new WrongUseException($"--url is missing, and so is --postgres. {HostAddress.Example} Or name the database of its units, by --postgres or the variable {Variable}, as 'Host=db;Database=app;Username=app;Password=…'.");
        }

        var isOther = connection is null ? result.GetResult(_schema) is not null : result.GetResult(_header) is { Tokens.Count: > 0 };
        return !isOther ? connection : throw new WrongUseException(connection is null
            ? "--schema goes with --postgres: a host knows its schema. Leave it out."
            : "--header goes with --url: a database is sent no headers. Leave it out, or name a host by --url.");
    }
}
