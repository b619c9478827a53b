using System.Text;
using Dagstack.Extensions.Plugins.HookspecBuild;

if (args is not [("emit" or "check") and var verb, var list, var treatAsErrors, var exceptions])
{
    Console.Error.WriteLine("usage: dotnet exec Dagstack.Extensions.Plugins.HookspecBuild.dll emit|check <list of files> <TreatWarningsAsErrors> <codes that stay warnings>");
    return 2;
}

Console.OutputEncoding = Encoding.UTF8;
var lines = File.ReadAllLines(list);
var said = new BuildOutput(Console.Out, treatAsErrors.Equals("true", StringComparison.OrdinalIgnoreCase), exceptions.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries));
if (verb == "emit")
{
    Emission.Run(lines, said);
}
else
{
    Check.Run(lines, said);
}

// What is wrong stands in the output, which MSBuild reads.
return 0;
