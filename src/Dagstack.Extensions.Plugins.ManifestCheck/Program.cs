using System.Text;
using Dagstack.Extensions.Plugins.ManifestCheck;

if (args is not [var manifest, var assembly, var treatAsErrors, var exceptions])
{
    Console.Error.WriteLine("usage: dotnet exec Dagstack.Extensions.Plugins.ManifestCheck.dll <manifest> <the plugin's assembly> <TreatWarningsAsErrors> <codes that stay warnings>");
    return 2;
}

// MSBuild does not apply a project's TreatWarningsAsErrors to what a program prints.
var warnings = exceptions.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
Console.OutputEncoding = Encoding.UTF8;
foreach (var warning in BuildCheck.Run(manifest, assembly))
{
    // MSBuild shows what comes from there, and takes it for nothing else.
    if (warning.IsNote)
    {
        Console.Error.WriteLine(warning.ToLine("note"));
        continue;
    }

    var isError = treatAsErrors.Equals("true", StringComparison.OrdinalIgnoreCase) && !warnings.Contains(warning.Code, StringComparer.OrdinalIgnoreCase);
    Console.WriteLine(warning.ToLine(isError ? "error" : "warning"));
}

return 0;
