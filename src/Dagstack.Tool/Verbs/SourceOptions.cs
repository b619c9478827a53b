using System.CommandLine;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Installing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>add</c> and <c>update</c> are told of the file that they fetch.</summary>
internal sealed class SourceOptions
{
    private const int DefaultTimeout = 60;
    private const int Sha256Length = 64;

    private readonly Option<string?> _version = new("--version") { Description = "The version of a package. [default: the newest release]", HelpName = "VERSION" };
    private readonly Option<string?> _source = new("--source") { Description = "The feed of a package: its name in nuget.config, its address, or a folder. [default: all feeds of nuget.config]", HelpName = "FEED" };
    private readonly Option<bool> _prerelease = new("--prerelease") { Description = "Takes a version before a release, too, as the newest." };
    private readonly Option<string?> _sha256 = new("--sha256") { Description = "The SHA-256 that the file has to have, as 'dagstack pack' prints it.", HelpName = "HASH" };
    private readonly Option<int> _timeout = new("--timeout") { Description = "How many seconds no byte may come of an address.", HelpName = "SECONDS", DefaultValueFactory = static _ => DefaultTimeout };
    private readonly Option<string[]> _limit = Options.Limit();
    private readonly Option<string?> _staging = Options.Staging();

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _version, _source, _prerelease, _sha256, _limit, _timeout, _staging })
        {
            command.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="name">What is fetched.</param>
    /// <exception cref="WrongUseException">One cannot be.</exception>
    public SourceRequest Read(ParseResult result, string name)
    {
        var (sha256, seconds) = (result.GetValue(_sha256), result.GetValue(_timeout));
        if (sha256 is not null && (sha256.Length != Sha256Length || !sha256.All(char.IsAsciiHexDigit)))
        {
            throw new WrongUseException($"'{sha256}' is no SHA-256, which has {Sha256Length} hexadecimal digits.");
        }

        return seconds > 0
            ? new(name, result.GetValue(_version), result.GetValue(_source), result.GetValue(_prerelease), sha256, TimeSpan.FromSeconds(seconds), ArchiveLimits.Of(result.GetValue(_limit) ?? []))
            : throw new WrongUseException($"{seconds} is no time to wait. --timeout is a number of seconds, at least 1.");
    }

    /// <summary>Reads where staging folders are made.</summary>
    public string? Staging(ParseResult result) => result.GetValue(_staging);
}
