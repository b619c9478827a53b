namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Collects the problems of one manifest, up to a bound.</summary>
internal sealed class ManifestProblemList(string? file)
{
    /// <summary>More problems than this help nobody, and a hostile file could have a million.</summary>
    public const int Max = 100;

    private readonly List<ManifestProblem> _problems = [];

    /// <summary>Gets or sets what makes the changes of the text; of one that is not known none can be made.</summary>
    public FixMaker Fixes { get; set; } = new(null);

    public IReadOnlyList<ManifestProblem> Problems => _problems;

    public bool IsFull => _problems.Count > Max;

    /// <summary>Adds a problem.</summary>
    /// <returns>The problem; null if it is one too many, which is said instead.</returns>
    public ManifestProblem? Add(
        string message,
        string path = "",
        int? line = null,
        int? column = null,
        string? found = null,
        string? expected = null,
        string code = PluginErrorCodes.ManifestInvalid,
        ManifestProblemSeverity severity = ManifestProblemSeverity.Error,
        ManifestFix? fix = null)
    {
        if (_problems.Count >= Max)
        {
            if (!IsFull)
            {
                _problems.Add(new()
                {
                    Code = PluginErrorCodes.ManifestInvalid,
                    Message = $"there are more than {Max} problems; the rest is not listed.",
                    File = file,
                });
            }

            return null;
        }

        var problem = new ManifestProblem
        {
            Code = code,
            Message = Excerpt.Printable(message),
            Path = path,
            File = file,

            // What was said in code has no place in a text.
            Line = line > 0 ? line : null,
            Column = line > 0 ? column : null,
            Found = found,
            Expected = expected,
            Severity = severity,
            Fix = fix,
        };
        _problems.Add(problem);
        return problem;
    }
}
