using Dagstack.Tool.Output;

namespace Dagstack.Tool.TestReports;

/// <summary>Where the reports of a run are written.</summary>
/// <param name="Trx">The file in TRX; null for none.</param>
/// <param name="JUnit">The file in JUnit XML; null for none.</param>
internal sealed record ReportFiles(string? Trx, string? JUnit)
{
    /// <summary>Checks the names before anything runs.</summary>
    /// <exception cref="WrongUseException">One is empty, or both are one.</exception>
    public void Check()
    {
        if (Trx is { } trx && string.IsNullOrWhiteSpace(trx) || JUnit is { } junit && string.IsNullOrWhiteSpace(junit))
        {
            throw new WrongUseException("--trx and --junit need the name of a file, as --junit results.xml.");
        }

        if (Trx is not null && JUnit is not null && Path.GetFullPath(Trx) == Path.GetFullPath(JUnit))
        {
            throw new WrongUseException($"--trx and --junit both name '{Trx}'. Name another file by one of them.");
        }
    }

    /// <summary>Removes the reports of an earlier run, so that none is taken for that of a run which did not come about.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void Clear()
    {
        Try(Trx, "--trx", WholeFile.Remove);
        Try(JUnit, "--junit", WholeFile.Remove);
    }

    /// <summary>Writes what is asked for.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(SuiteRecord suite)
    {
        Try(Trx, "--trx", file => WholeFile.Write(file, TrxReport.Write(suite)));
        Try(JUnit, "--junit", file => WholeFile.Write(file, JUnitReport.Write(suite)));
    }

    private static void Try(string? file, string option, Action<string> change)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            change(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The report '{file}' cannot be written: {fault.Message} Name another file by {option}.", fault);
        }
    }
}
