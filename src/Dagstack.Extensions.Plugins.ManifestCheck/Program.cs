using System.Text;
using Dagstack.Extensions.Plugins.ManifestCheck;

if (args is not [var manifest, var assembly])
{
    Console.Error.WriteLine("usage: dotnet exec Dagstack.Extensions.Plugins.ManifestCheck.dll <manifest> <the plugin's assembly>");
    return 2;
}

Console.OutputEncoding = Encoding.UTF8;
foreach (var warning in BuildCheck.Run(manifest, assembly))
{
    Console.WriteLine(warning);
}

return 0;
