namespace Graballo.Desk.Demo;

/// <summary>Names for the demonstration: made up, and believable in Chile.</summary>
internal static class DemoNames
{
    public static readonly string[] First =
    [
        "Camila", "Matías", "Valentina", "Benjamín", "Javiera", "Vicente", "Fernanda", "Martín", "Catalina", "Tomás", "Constanza", "Sebastián", "Antonia",
        "Diego", "Francisca", "Nicolás", "Daniela", "Felipe", "Carolina", "Ignacio", "Paula", "Rodrigo", "Andrea", "Cristián", "Macarena", "Gonzalo", "Claudia",
        "Alejandro", "Marcela", "Pablo", "Lorena", "Jorge", "Ximena", "Luis", "Verónica", "Hernán", "Soledad", "Patricio", "Rosario", "Eduardo",
    ];

    public static readonly string[] Last =
    [
        "Rojas", "Muñoz", "Soto", "Contreras", "Silva", "Martínez", "Sepúlveda", "Morales", "Rodríguez", "López", "Fuentes", "Hernández", "Torres", "Araya",
        "Flores", "Espinoza", "Valenzuela", "Castillo", "Tapia", "Reyes", "Gutiérrez", "Castro", "Pizarro", "Álvarez", "Vásquez", "Sánchez", "Fernández",
        "Ramírez", "Carrasco", "Gómez", "Cortés", "Herrera", "Núñez", "Jara", "Vergara", "Rivera", "Figueroa", "Riquelme", "García", "Miranda",
    ];

    public static readonly string[] CompanyHeads =
    [
        "Viña", "Constructora", "Transportes", "Comercial", "Frutícola", "Minera", "Clínica", "Editorial", "Pesquera", "Maderas", "Inmobiliaria", "Distribuidora",
        "Laboratorio", "Ferretería", "Agrícola", "Metalúrgica", "Hotelera", "Textil", "Panificadora", "Ingeniería",
    ];

    public static readonly string[] CompanyTails =
    [
        "Los Boldos", "del Maipo", "Andina", "Tres Esteros", "Quilapán", "Llanquihue", "Punta Larga", "El Roble", "Santa Elvira", "Atacama", "Los Coihues",
        "Río Bueno", "Aconcagua", "Bahía Azul", "La Campana", "Chiloé", "Cerro Alegre", "Valle Verde", "Patagonia Sur", "El Totoral", "Pirque", "Colchagua",
    ];

    public static readonly string[] CompanyForms = ["SpA", "Ltda.", "S.A.", "EIRL"];

    public static readonly string[] Positions =
        ["Jefa de Adquisiciones", "Encargado de Bodega", "Contadora", "Gerente de Operaciones", "Analista de Pagos", "Jefe de Sistemas", "Asistente Administrativa"];

    /// <summary>Name, code and area of the 25 topics, with the English name.</summary>
    public static readonly (string Code, string Name, string NameEn, string Area)[] Topics =
    [
        ("factura-monto", "Factura con monto errado", "Invoice with a wrong amount", "facturacion"),
        ("factura-no-recibida", "Factura no recibida", "Invoice not received", "facturacion"),
        ("nota-credito", "Solicitud de nota de crédito", "Credit note request", "facturacion"),
        ("estado-cuenta", "Estado de cuenta", "Account statement", "facturacion"),
        ("cambio-datos-tributarios", "Cambio de datos tributarios", "Change of tax data", "facturacion"),
        ("despacho-atrasado", "Despacho atrasado", "Late delivery", "despacho"),
        ("despacho-incompleto", "Despacho incompleto", "Incomplete delivery", "despacho"),
        ("producto-danado", "Producto dañado", "Damaged product", "despacho"),
        ("cambio-direccion", "Cambio de dirección de despacho", "Change of delivery address", "despacho"),
        ("retiro-devolucion", "Retiro de devolución", "Return pick-up", "despacho"),
        ("portal-acceso", "Acceso al portal", "Portal access", "soporte"),
        ("alta-usuario", "Alta de usuario", "New user", "soporte"),
        ("baja-usuario", "Baja de usuario", "User removal", "soporte"),
        ("error-sistema", "Error en el sistema", "System error", "soporte"),
        ("integracion-api", "Integración por API", "API integration", "soporte"),
        ("cotizacion", "Cotización", "Quotation", "comercial"),
        ("contrato-renovacion", "Renovación de contrato", "Contract renewal", "comercial"),
        ("contrato-termino", "Término de contrato", "Contract termination", "comercial"),
        ("ampliacion-servicio", "Ampliación de servicio", "Service extension", "comercial"),
        ("reclamo-comercial", "Reclamo comercial", "Commercial complaint", "comercial"),
        ("consulta-general", "Consulta general", "General question", "mesa"),
        ("horarios-contacto", "Horarios y contacto", "Hours and contact", "mesa"),
        ("felicitacion", "Felicitación", "Compliment", "mesa"),
        ("sugerencia", "Sugerencia", "Suggestion", "mesa"),
        ("otro", "Otro motivo", "Other", "mesa"),
    ];
}
