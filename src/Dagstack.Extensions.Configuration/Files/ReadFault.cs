namespace Dagstack.Extensions.Configuration;

/// <summary>Ends the reading of a file; <see cref="TreeReader"/> turns it into a problem.</summary>
internal sealed class ReadFault(ConfigProblem problem) : Exception(problem.Message)
{
    public ConfigProblem Problem { get; } = problem;
}
