using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Finds what of a contract's hooks JSON cannot carry to another process.</summary>
/// <param name="compilation">The project that looks.</param>
internal sealed class ContractTypes(Compilation compilation)
{
    private readonly CarriedTypes _types = new(compilation);
    private readonly Allowances _allowances = new(compilation.GetTypeByMetadataName(Allowances.AttributeName));

    /// <summary>Finds what is wrong with a method or property that leaves the process, and where.</summary>
    public IEnumerable<(string Complaint, ISymbol At)> Find(ISymbol hook) => Parts(hook)
        .Select(part => (Complaint: part.Type is null ? null : _types.Find(part.Type, part.Path), part.At))
        .Where(part => part.Complaint is not null && !_allowances.Cover(hook, ViolationCodes.Of(Diagnostics.NotSerializable)))
        .Select(static part => (part.Complaint!, part.At));

    private static IEnumerable<(ITypeSymbol? Type, string Path, ISymbol At)> Parts(ISymbol hook)
    {
        switch (hook)
        {
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                foreach (var parameter in method.Parameters.Where(static parameter => parameter.Type.Name != "CancellationToken"))
                {
                    yield return (parameter.Type, $"the parameter '{parameter.Name}'", parameter);
                }

                yield return (CarriedTypes.ResultOf(method.ReturnType), "its result", method);
                break;
            case IPropertySymbol property:
                yield return (CarriedTypes.ResultOf(property.Type), "its value", property);
                break;
        }
    }
}
